/**
 * What an item's fields are, told from their values: any catalogue works without code or configuration.
 *
 * number  finite numbers, or strings that are numbers       category  a short string or boolean that repeats
 * date    ISO strings, or epoch numbers under a date's name  list      an array of short values
 * text    strings of several words that seldom repeat
 */
import { mostCovered } from './coverage.ts'

export type FieldKind = 'number' | 'category' | 'list' | 'date' | 'text'
/** `edges` part numbers and dates into steps of equal numbers of items, so that they too have values to have a taste for. */
export type Field = { name: string; kind: FieldKind; edges: number[] }
/** `given` are the numbers that lists carry per candidate, as retrieval scores. */
export type Schema = { fields: Field[]; given: string[] }
export type FieldValues = ReadonlyMap<string, unknown>

/** More fields than this are cut by coverage: each costs six feature columns. */
const MAX_FIELDS = 24
const STEPS = 8
const DATE_NAME = /date|time|_at$|released|created|published/i
const ISO_DATE = /^\d{4}-\d{2}-\d{2}([T ][\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/

export function inferSchema(items: Iterable<FieldValues>, given: string[] = []): Schema {
  const columns = new Map<string, unknown[]>()
  for (const item of items) {
    for (const [name, value] of item) {
      if (value === null || value === undefined || value === '') continue
      const column = columns.get(name)
      if (column === undefined) columns.set(name, [value])
      else column.push(value)
    }
  }
  const counts = new Map([...columns].map(([name, values]) => [name, values.length]))
  return { fields: mostCovered(counts, MAX_FIELDS).map((name) => fieldOf(name, columns.get(name) ?? [])), given }
}

function fieldOf(name: string, values: unknown[]): Field {
  const kind = kindOf(name, values)
  const numeric = kind === 'number' || kind === 'date'
  return { name, kind, edges: numeric ? edgesOf(values.map((value) => numberIn(value, kind))) : [] }
}

function kindOf(name: string, values: unknown[]): FieldKind {
  const most = (test: (value: unknown) => boolean) => values.filter(test).length * 2 > values.length
  if (most(Array.isArray)) return 'list'
  if (most((value) => typeof value === 'boolean')) return 'category'
  if (most((value) => typeof value === 'string' && ISO_DATE.test(value))) return 'date'
  if (most((value) => Number.isFinite(numberIn(value, 'number'))))
    return DATE_NAME.test(name) && looksEpoch(values) ? 'date' : 'number'
  const words = values.reduce<number>((sum, value) => sum + String(value).split(/\s+/).length, 0) / values.length
  const distinct = new Set(values.map(String)).size / values.length
  return words > 4 || (distinct > 0.8 && values.length > 20) ? 'text' : 'category'
}

/** Seconds or milliseconds since 1970 for times after 1973, which small counts and years are not. */
const looksEpoch = (values: unknown[]) => values.some((value) => Math.abs(numberIn(value, 'number')) > 1e8)

/** A field's value as a number (dates as epoch milliseconds, yes as 1), NaN when it is none. */
export function numberIn(value: unknown, kind: FieldKind): number {
  if (typeof value === 'boolean') return kind === 'number' ? Number(value) : Number.NaN
  if (typeof value === 'number') return kind === 'date' && Math.abs(value) < 1e11 ? value * 1_000 : value
  if (typeof value !== 'string' || value.trim() === '') return Number.NaN
  if (kind === 'date' && ISO_DATE.test(value)) return isoToEpochMs(value)
  return Number(value)
}

/** Days since 1970 by the proleptic Gregorian calendar (Hinnant's days_from_civil), and the time of day in UTC. */
function isoToEpochMs(text: string): number {
  const [year = 0, month = 1, day = 1] = text.slice(0, 10).split('-').map(Number)
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return (era * 146_097 + dayOfEra - 719_468) * 86_400_000 + timeOfDayMs(text.slice(11))
}

function timeOfDayMs(text: string): number {
  const [, hours = '0', minutes = '0', seconds = '0', sign, zoneHours = '0', zoneMinutes = '0'] =
    /^(\d+):(\d+)(?::([\d.]+))?(?:Z|([+-])(\d{2}):?(\d{2}))?$/.exec(text) ?? []
  const zone = (Number(zoneHours) * 60 + Number(zoneMinutes)) * (sign === '-' ? -1 : 1)
  return ((Number(hours) * 60 + Number(minutes) - zone) * 60 + Number(seconds)) * 1_000
}

function edgesOf(values: number[]): number[] {
  const sorted = values.filter((value) => Number.isFinite(value)).sort((a, b) => a - b)
  const edges = Array.from(
    { length: STEPS - 1 },
    (_, step) => sorted[Math.floor((sorted.length * (step + 1)) / STEPS)] ?? 0,
  )
  return [...new Set(edges)]
}
