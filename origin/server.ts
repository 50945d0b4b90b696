/**
 * Entry of the origin on its own: `node origin/server.ts [--data <folder>] [--origin-port <port>] [--host <address>] [--local]`.
 * Needs ORIGIN_SECRET, the secret that it shares with the edge, unless `--local` opens it to everyone on this machine.
 */
import { readServerOptions } from './server-options.ts'
import { listen } from './listen.ts'
import { openOrigin } from './open-origin.ts'

const REBUILD_EVERY_MS = 300_000

const stop = (sentence: string): never => {
  console.error(sentence)
  process.exit(1)
}

const read = readServerOptions(process.argv.slice(2), process.env)
if (read.outcome === 'wrong') stop(read.sentence)
else {
  const { dataFolder, access, host, port, edge } = read.options
  const opened = await openOrigin({
    dataFolder,
    access,
    now: Date.now,
    onSeedProgress: () => {},
    rebuildEveryMs: REBUILD_EVERY_MS,
  })
  if (opened.outcome !== 'opened') stop(opened.sentence)
  else {
    const { origin } = opened
    const listening = await listen(origin, { host, port })
    if (listening.outcome !== 'listening') stop(listening.sentence)
    else {
      for (const sentence of origin.repaired) console.log(sentence)
      if (edge !== undefined) origin.tellEdge(edge)
      console.log(`origin ready on ${listening.url}: ${origin.catalogue?.items ?? 0} items in ${dataFolder}`)
      for (const signal of ['SIGINT', 'SIGTERM'] as const) {
        process.once(signal, () => {
          void listening.close().then(origin.close)
        })
      }
    }
  }
}
