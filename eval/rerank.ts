import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import type { ReplayedList } from '#core/rank/features/replay'
import { COLUMN } from '#core/rank/features/table'
import { replayLog, splitOf } from '#core/rank/train/replay-log'
import { trainOnLists } from '#core/rank/train/train-on-lists'
import { openModel, packModel } from '#core/rank/trees/codec'
import { scoreRows } from '#core/rank/trees/evaluate'
import type { NamedRun } from '../scripts/run-named.ts'
import { measure, type Scorer } from './rerank/measure.ts'
import { readLog } from '../scripts/train/read-log.ts'

const SEED = 1

/**
 * `npm run eval -- rerank <events.jsonl[.gz]> [--target <type>] [--last]`: replays the log, trains on the first 80 % of
 * its rankings, and measures orders on the rest. Features are updated as time passes and never know the future.
 */
export const run: NamedRun = async (args, print) => {
  const options = { target: { type: 'string' }, last: { type: 'boolean', default: false } } as const
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const [path] = positionals
  if (path === undefined) throw new Error('eval -- rerank <events.jsonl[.gz]> [--target <type>] [--last]')
  const log = await readLog(path)
  if (log.malformed > 0) print(`${log.malformed} malformed lines skipped, first: ${log.firstFault}`)
  const { schema, lists } = replayLog(log.events, values.target)
  print(`fields: ${schema.fields.map(({ name, kind }) => `${name} (${kind})`).join(', ')}`)

  const started = performance.now()
  const model = openModel(packModel(trainOnLists(schema, lists.slice(0, splitOf(lists)), SEED).model))
  const trainSeconds = (performance.now() - started) / 1_000
  print(`model: ${model.treeCount} trees, ${model.buffer.byteLength} bytes`)

  const tested = testLists(lists, values.last)
  if (tested.length === 0) throw new Error('No ranking in the last 20 % has an interaction that counts.')
  const byModel: Scorer = (list) => {
    const scores = new Float64Array(list.count)
    scoreRows(model, { values: list.rows, count: list.count, stride: model.featureNames.length }, scores)
    return scores
  }
  return {
    rankings: tested.length,
    shown: measure(tested, (list) => list.labels.map((_, place) => -place)),
    popularity: measure(tested, (list) => list.popularity),
    prior: measure(tested, byColumn(COLUMN.prior)),
    session: measure(tested, byColumn(COLUMN.session_score)),
    model: measure(tested, byModel),
    model_known_users: measure(
      tested.filter((list) => list.known),
      byModel,
    ),
    model_first_ranking: measure(
      tested.filter((list) => list.first),
      byModel,
    ),
    train_s: trainSeconds,
  }
}

const byColumn =
  (column: number): Scorer =>
  (list) =>
    list.labels.map((_, place) => list.rows[(place * list.rows.length) / list.count + column] ?? 0)

/** The newest rankings that something was wanted of; with `last`, only each session's last one. */
function testLists(lists: readonly ReplayedList[], last: boolean): ReplayedList[] {
  const wanted = lists.slice(splitOf(lists)).filter((list) => list.labels.some((label) => label > 0))
  if (!last) return wanted
  const newest = new Map(wanted.map((list) => [list.session, list]))
  return wanted.filter((list) => newest.get(list.session) === list)
}
