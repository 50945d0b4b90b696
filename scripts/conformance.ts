/**
 * `npm run conformance`: the npm package http-cache-tests against the cache engine, as a reverse proxy in workerd.
 *   --json                                  the score as one JSON object, alone on stdout
 *   --proxy-only --origin <url> --port <n>  only the engine, in front of an origin of yours, until it is stopped
 * Exits 1 when the tests that do not pass are not exactly those of test/conformance/not-passed.ts.
 */
import { join } from 'node:path'
import { knownNotPassed } from '../test/conformance/not-passed.ts'
import { scoreOf, type Score } from '../test/conformance/score.ts'
import { loadSuites, runSuites, startOrigin } from '../test/conformance/suite.ts'
import { serveWorker } from '../test/conformance/workerd.ts'
import { readConformanceOptions } from './conformance-options.ts'
import { portFault } from './port-fault.ts'

const ENTRY = join(import.meta.dirname, '..', 'test', 'conformance', 'proxy-worker.ts')
const read = readConformanceOptions(process.argv.slice(2))
const fault = read.outcome === 'wrong' ? read.sentence : await portFault(read.options.port, '--port')

if (read.outcome === 'wrong' || fault !== null) refuse(fault ?? '')
else if (read.options.mode === 'proxy') await proxyOnly(read.options.origin, read.options.port)
else await runAll(read.options.port, read.options.json)

function refuse(sentence: string): void {
  console.error(sentence)
  process.exitCode = 2
}

async function proxyOnly(origin: string, port: number): Promise<void> {
  const proxy = await serveWorker({ entry: ENTRY, port, texts: { ORIGIN: origin } })
  console.log(`The engine answers at ${proxy.url} in front of ${origin}.`)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void proxy.stop().then(() => process.exit(0)))
  }
}

async function runAll(port: number, json: boolean): Promise<void> {
  // The suite's own server says things with it.
  if (json) console.log = console.error
  const origin = await startOrigin()
  const proxy = await serveWorker({ entry: ENTRY, port, texts: { ORIGIN: origin.url } })
  try {
    const suites = await loadSuites()
    const score = scoreOf(suites, await runSuites(suites, proxy.url))
    report(score, json)
    if (!isAsKnown(score)) process.exitCode = 1
  } finally {
    await proxy.stop()
    origin.close()
  }
}

function report(score: Score, json: boolean): void {
  const { notPassed, ...counts } = score
  for (const [id, message] of notPassed) console.log(`${id}: ${knownNotPassed[id] ?? 'NOT KNOWN'} (${message})`)
  for (const [kind, { pass, total }] of Object.entries(counts)) console.log(`${kind}: ${pass} of ${total}`)
  if (json) process.stdout.write(`${JSON.stringify(counts)}\n`)
}

function isAsKnown({ notPassed }: Score): boolean {
  const known = new Set(Object.keys(knownNotPassed))
  const surprises = [...notPassed.keys()].filter((id) => !known.has(id))
  const mended = [...known].filter((id) => !notPassed.has(id))
  if (surprises.length > 0) console.error(`Not passed and not in the list: ${surprises.join(', ')}`)
  if (mended.length > 0) console.error(`In the list, and passed: ${mended.join(', ')}`)
  return surprises.length === 0 && mended.length === 0
}
