import { mostCovered } from '../features/coverage.ts'
import { inferSchema, numberIn, type FieldValues, type Schema } from '../features/fields.ts'
import type { LogEvent } from '../features/log-event.ts'

/**
 * `types` are the interactions' types, with how many there are of each. `leftOut` names what is in the log and in no
 * feature: fields beyond the bound, and what lists say of candidates that is no number.
 */
export type Survey = { schema: Schema; rankings: number; types: ReadonlyMap<string, number>; leftOut: string[] }

/** The newest share of a log's rankings is never trained on when quality is measured. */
const TEST_SHARE = 0.2
/** Item declarations and lists looked at to tell the fields' types. */
const SCHEMA_ITEMS = 5_000
const SCHEMA_LISTS = 200
/** Numbers per candidate: each costs two feature columns. */
const MAX_GIVEN = 16

/** Rankings before this one are trained on. */
export const splitOf = (rankings: number): number => Math.floor(rankings * (1 - TEST_SHARE))

/** What must be known of a log before it is replayed. Fields' types are told from the part that is trained on. */
export function surveyLog(events: Iterable<LogEvent>): Survey {
  const items: { at: number; fields: FieldValues }[] = []
  const rankedAt: number[] = []
  const counts = new Map<string, number>()
  const types = new Map<string, number>()
  for (const event of events) {
    switch (event.kind) {
      case 'item':
        if (items.length < SCHEMA_ITEMS) items.push(event)
        break
      case 'ranking':
        if (rankedAt.length < SCHEMA_LISTS) countGiven(event, counts)
        rankedAt.push(event.at)
        break
      case 'interaction':
        types.set(event.type, (types.get(event.type) ?? 0) + 1)
        break
      case 'user':
        break
      default:
        event satisfies never
    }
  }
  const until = rankedAt[splitOf(rankedAt.length)] ?? Number.POSITIVE_INFINITY
  const known = items.filter((item) => item.at <= until).map((item) => item.fields)
  const schema = inferSchema(known, mostCovered(counts, MAX_GIVEN), { codes: true })
  return { schema, rankings: rankedAt.length, types, leftOut: leftOut(schema, known, counts.keys()) }
}

/** How often each name gives a number; 0 for one that never does. */
function countGiven({ items }: Extract<LogEvent, { kind: 'ranking' }>, counts: Map<string, number>): void {
  for (const { fields } of items) {
    for (const [name, value] of fields) {
      counts.set(name, (counts.get(name) ?? 0) + (Number.isFinite(numberIn(value, 'number')) ? 1 : 0))
    }
  }
}

function leftOut({ fields, given }: Schema, items: readonly FieldValues[], named: Iterable<string>): string[] {
  const met = new Set(items.flatMap((item) => [...item.keys()]))
  for (const { name } of fields) met.delete(name)
  const unused = new Set(named)
  for (const name of given) unused.delete(name)
  return [...[...met].sort(), ...[...unused].sort().map((name) => `${name} (of each list)`)]
}
