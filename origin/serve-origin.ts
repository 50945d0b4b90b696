import { listen } from './listen.ts'
import { openOrigin } from './open-origin.ts'
import type { ServerOptions } from './server-options.ts'

type Serving =
  | { outcome: 'serving'; url: string; close: () => Promise<void> }
  /** `sentence` says what is in the way and what to do about it. */
  | { outcome: 'refused'; sentence: string }

const REBUILD_EVERY_MS = 300_000

/** Opens the data folder and listens. Only on one's own machine does an empty folder become the demo. */
export async function serveOrigin(options: ServerOptions, say: (line: string) => void): Promise<Serving> {
  const { dataFolder, access, host, port, edge } = options
  const opened = await openOrigin({
    dataFolder,
    access,
    now: Date.now,
    onSeedProgress: access.kind === 'open' ? () => {} : null,
    rebuildEveryMs: REBUILD_EVERY_MS,
  })
  if (opened.outcome !== 'opened') return { outcome: 'refused', sentence: opened.sentence }
  const { origin } = opened
  const { catalogue } = origin
  if (catalogue === null || catalogue.items === 0) {
    origin.close()
    return {
      outcome: 'refused',
      sentence: `The data folder ${dataFolder} holds no catalogue. Is it the right one (--data, NEARFIELD_DATA)? Then import first: npm run import -- <file> --catalog <file> --data ${dataFolder}`,
    }
  }
  const listening = await listen(origin, { host, port })
  if (listening.outcome !== 'listening') {
    origin.close()
    return { outcome: 'refused', sentence: listening.sentence }
  }
  origin.repaired.forEach(say)
  if (edge !== undefined) origin.tellEdge(edge)
  say(`origin ready on ${listening.url}: catalogue "${catalogue.name}", ${catalogue.items} items in ${dataFolder}`)
  const close = async (): Promise<void> => {
    await listening.close()
    origin.close()
  }
  return { outcome: 'serving', url: listening.url, close }
}
