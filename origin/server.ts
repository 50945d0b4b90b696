/**
 * Entry of the origin on its own: `npm run origin -- --help` shows its flags. Needs ORIGIN_SECRET, the secret that it
 * shares with the edge, unless `--local` opens it to everyone on this machine.
 */
import { readServerOptions } from './server-options.ts'
import { serveOrigin } from './serve-origin.ts'

const read = readServerOptions(process.argv.slice(2), process.env)
switch (read.outcome) {
  case 'wrong':
    stop(read.sentence)
    break
  case 'help':
    console.log(read.usage)
    break
  case 'read': {
    const serving = await serveOrigin(read.options, (line) => console.log(line))
    if (serving.outcome === 'refused') stop(serving.sentence)
    else for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void serving.close())
    break
  }
  default:
    read satisfies never
}

function stop(sentence: string): void {
  console.error(sentence)
  process.exitCode = 1
}
