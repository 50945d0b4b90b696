/**
 * `npm start [-- --port <n> --origin-port <n> --data <folder>]`: the whole product on this machine. Shows progress,
 * ends with one ready line, and Ctrl-C stops all of it. A failed start is one sentence that says what to do.
 */
import { startNearfield } from './start-nearfield.ts'
import { readStartOptions } from './start-options.ts'
import { workerSettings } from './worker-settings.ts'

const read = readStartOptions(process.argv.slice(2), process.env)
if (read.outcome === 'wrong') stop(read.sentence)
if (read.outcome === 'help') {
  console.log(read.usage)
  process.exit(0)
}

const started = await startNearfield({
  ...read.options,
  vars: workerSettings(process.env),
  say: (line) => console.log(line),
})
if (started.outcome === 'refused') stop(started.sentence)

const { product } = started
console.log(`Nearfield is ready: demo and API ${product.edgeUrl}   origin ${product.originUrl}   (Ctrl-C stops both)`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    product.close().then(
      () => process.exit(0),
      (error: unknown) => stop(`Stopping failed: ${String(error)}`),
    )
  })
}

function stop(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}
