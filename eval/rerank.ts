import { parseArgs } from 'node:util'
import { surveyLog, type Survey } from '#core/rank/train/survey'
import type { NamedRun } from '../scripts/run-named.ts'
import { readLog } from '../scripts/train/read-log.ts'
import { judgeLog } from './rerank/judge-log.ts'
import type { JudgedList } from './rerank/judged-list.ts'
import { measure } from './rerank/measure.ts'

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
  const survey = surveyLog(log.events)
  refuseUnusable(survey, { path, target: values.target })
  const { fields, given } = survey.schema
  const named = [
    ...fields.map(({ name, kind }) => `${name} (${kind})`),
    ...given.map((name) => `${name} (of each list)`),
  ]
  print(`fields: ${named.join(', ') || 'none'}`)
  if (survey.leftOut.length > 0) print(`left out: ${survey.leftOut.join(', ')}`)

  const { lists, model, trainSeconds } = judgeLog(log.events, survey, values.target)
  print(`model: ${model.treeCount} trees, ${model.buffer.byteLength} bytes`)
  const tested = testLists(lists, values.last)
  if (tested.length === 0) throw new Error('No ranking in the last 20 % has an interaction that counts.')
  return {
    rankings: tested.length,
    shown: measure(tested, 'shown'),
    popularity: measure(tested, 'popularity'),
    prior: measure(tested, 'prior'),
    session: measure(tested, 'session'),
    model: measure(tested, 'model'),
    model_known_users: measure(
      tested.filter((list) => list.known),
      'model',
    ),
    model_first_ranking: measure(
      tested.filter((list) => list.first),
      'model',
    ),
    train_s: trainSeconds,
  }
}

function refuseUnusable(
  { rankings, types }: Survey,
  { path, target }: { path: string; target: string | undefined },
): void {
  if (rankings === 0) throw new Error(`${path} has no ranking event: there is no list to put in order.`)
  if (types.size === 0) throw new Error(`${path} has no interaction event: nothing says which order is good.`)
  if (target !== undefined && !types.has(target)) {
    const known = [...types].map(([type, count]) => `"${type}" (${count})`).join(', ')
    throw new Error(`No interaction is of type "${target}"; this log has ${known}.`)
  }
}

/** Lists that something was wanted of; with `last`, only each session's last one. */
function testLists(lists: readonly JudgedList[], last: boolean): JudgedList[] {
  const wanted = lists.filter((list) => list.labels.some((label) => label > 0))
  if (!last) return wanted
  const newest = new Map(wanted.map((list) => [list.session, list]))
  return wanted.filter((list) => newest.get(list.session) === list)
}
