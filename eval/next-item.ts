import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { buildKnnIndex } from '#core/rank/knn/build'
import { openDirectory } from '#core/rank/knn/directory'
import { evaluatePrefixes, openShards } from '#core/rank/knn/evaluate-prefixes'
import { tuneKnn } from '#core/rank/knn/tune'
import type { NamedRun } from '../scripts/run-named.ts'
import { readSessions } from './next-item/read-sessions.ts'

/** Held-out prefixes that parameters are chosen on. */
const PREFIXES = 5_000

/**
 * `npm run eval -- next-item <train> <test> [--repeat on|off]`: tunes on the last part of train, builds the index of
 * all of it, and predicts every next item of test. `--repeat off` never recommends the item being looked at.
 */
export const run: NamedRun = (args, print) => {
  const { values, positionals } = parseArgs({
    args,
    options: { repeat: { type: 'string', default: 'on' } },
    allowPositionals: true,
  })
  const [trainPath, testPath] = positionals
  const { repeat } = values
  if (trainPath === undefined || testPath === undefined || (repeat !== 'on' && repeat !== 'off'))
    throw new Error('eval -- next-item <train> <test> [--repeat on|off]')
  const train = readSessions(trainPath)
  const test = readSessions(testPath)
  for (const [path, { skipped }] of [
    [trainPath, train],
    [testPath, test],
  ] as const) {
    if (skipped > 0) print(`${path}: ${skipped} malformed lines skipped`)
  }
  if (train.sessions.every((session) => session.length < 2))
    throw new Error(`${trainPath} holds no session of two items to learn from.`)
  if (test.prefixes.length === 0) throw new Error(`${testPath} holds no session of two items and no prefix.`)
  const started = performance.now()
  const parameters = tuneKnn(train.sessions, { repeat, prefixes: PREFIXES })
  const index = buildKnnIndex(train.sessions)
  const trainSeconds = (performance.now() - started) / 1_000
  print(`parameters chosen on the newest training sessions: ${JSON.stringify(parameters)}`)

  const timings: number[] = []
  const onQuery = (query: () => void) => {
    const before = performance.now()
    query()
    timings.push((performance.now() - before) * 1_000)
  }
  const open = { directory: openDirectory(index.directory), shards: openShards(index) }
  const quality = evaluatePrefixes(open, test.prefixes, { parameters, repeat, onQuery })
  timings.sort((a, b) => a - b)
  const percentile = (share: number) => Math.round(timings[Math.floor(timings.length * share)] ?? 0)
  const bytes = index.shards.reduce((sum, shard) => sum + shard.byteLength, index.directory.byteLength)
  const clicks = train.sessions.reduce((sum, session) => sum + session.length, 0)
  print(
    `${test.prefixes.length} prefixes, ${index.shards.length} shards, ${(bytes / clicks).toFixed(1)} bytes per training click`,
  )
  return Promise.resolve({
    hr20: 100 * quality.hitRate,
    mrr20: 100 * quality.reciprocalRank,
    p50_us: percentile(0.5),
    p99_us: percentile(0.99),
    index_bytes: bytes,
    train_s: trainSeconds,
  })
}
