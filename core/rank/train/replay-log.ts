import { inferSchema, type Schema } from '../features/fields.ts'
import type { LogEvent } from '../features/log-event.ts'
import { Replay, type ReplayedList } from '../features/replay.ts'
import { featureTable } from '../features/table.ts'
import type { Dataset } from './dataset.ts'

export type ReplayedLog = { schema: Schema; replay: Replay; lists: ReplayedList[] }

/** The newest share of a log's rankings is never trained on when quality is measured. */
const TEST_SHARE = 0.2
/** Item declarations looked at to tell the fields' types. */
const SCHEMA_ITEMS = 5_000
const SCHEMA_LISTS = 200

export const splitOf = (lists: readonly ReplayedList[]): number => Math.floor(lists.length * (1 - TEST_SHARE))

/** Replays the whole log; features of a list know only what came before it. Types are told from the training part. */
export function replayLog(events: readonly LogEvent[], target?: string): ReplayedLog {
  const schema = schemaOf(events)
  const replay = new Replay(schema, target)
  const lists: ReplayedList[] = []
  for (const event of events) {
    const list = replay.apply(event)
    if (list !== undefined) lists.push(list)
  }
  return { schema, replay, lists }
}

function schemaOf(events: readonly LogEvent[]): Schema {
  const rankings = events.filter((event) => event.kind === 'ranking')
  const until = rankings[Math.floor(rankings.length * (1 - TEST_SHARE))]?.at ?? Number.POSITIVE_INFINITY
  const items = events.filter((event) => event.kind === 'item' && event.at <= until).slice(0, SCHEMA_ITEMS)
  const given = new Set<string>()
  for (const ranking of rankings.slice(0, SCHEMA_LISTS)) {
    for (const { fields } of ranking.items) {
      for (const [name, value] of fields) if (typeof value === 'number') given.add(name)
    }
  }
  return inferSchema(
    items.flatMap((event) => (event.kind === 'item' ? [event.fields] : [])),
    [...given].sort(),
  )
}

/** Lists as training groups, in order. */
export function datasetOf(schema: Schema, lists: readonly ReplayedList[]): Dataset {
  const featureNames = featureTable(schema).map((feature) => feature.name.replaceAll(/\s/g, '_'))
  const groupStart = new Uint32Array(lists.length + 1)
  lists.forEach((list, group) => (groupStart[group + 1] = groupStart[group]! + list.count))
  const rows = groupStart.at(-1)!
  const values = new Float32Array(rows * featureNames.length)
  const labels = new Float32Array(rows)
  lists.forEach((list, group) => {
    values.set(list.rows, groupStart[group]! * featureNames.length)
    labels.set(list.labels, groupStart[group])
  })
  return { featureNames, values, groupStart, labels }
}
