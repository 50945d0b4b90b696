import { inferSchema, type FieldValues, type Schema } from '../features/fields.ts'
import type { LogEvent } from '../features/log-event.ts'

/** `types` are the interactions' types, with how many there are of each. */
export type Survey = { schema: Schema; rankings: number; types: ReadonlyMap<string, number> }

/** The newest share of a log's rankings is never trained on when quality is measured. */
const TEST_SHARE = 0.2
/** Item declarations and lists looked at to tell the fields' types. */
const SCHEMA_ITEMS = 5_000
const SCHEMA_LISTS = 200

/** Rankings before this one are trained on. */
export const splitOf = (rankings: number): number => Math.floor(rankings * (1 - TEST_SHARE))

/** What must be known of a log before it is replayed. Fields' types are told from the part that is trained on. */
export function surveyLog(events: Iterable<LogEvent>): Survey {
  const items: { at: number; fields: FieldValues }[] = []
  const rankedAt: number[] = []
  const given = new Set<string>()
  const types = new Map<string, number>()
  for (const event of events) {
    switch (event.kind) {
      case 'item':
        if (items.length < SCHEMA_ITEMS) items.push(event)
        break
      case 'ranking':
        if (rankedAt.length < SCHEMA_LISTS) addGiven(event, given)
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
  return { schema: inferSchema(known, [...given].sort()), rankings: rankedAt.length, types }
}

function addGiven({ items }: Extract<LogEvent, { kind: 'ranking' }>, given: Set<string>): void {
  for (const { fields } of items) {
    for (const [name, value] of fields) if (isNumber(value)) given.add(name)
  }
}

const isNumber = (value: unknown) =>
  typeof value === 'number' || (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)))
