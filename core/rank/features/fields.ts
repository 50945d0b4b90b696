/**
 * What an item's fields are, told from their values: any catalogue works without code or configuration.
 *
 * number  finite numbers, or strings that are numbers       category  a short string or boolean that repeats
 * date    strings of dates, or epoch numbers under such a name list      an array of short values
 * text    strings of several words that seldom repeat
 */
import { mostCovered } from './coverage.ts'
import { epochMsOf } from './dates.ts'

export type FieldKind = 'number' | 'category' | 'list' | 'date' | 'text'
/**
 * `edges` part numbers and dates into steps of equal numbers of items, so that they too have values that clicks count
 * for. Of `codes` each number is a value as well: it may be a category's name, and visitors then have a taste for it.
 */
export type Field = { name: string; kind: FieldKind; edges: number[]; codes?: boolean }
/** `given` are the numbers that lists carry per candidate, as retrieval scores. */
export type Schema = { fields: Field[]; given: string[] }
export type FieldValues = ReadonlyMap<string, unknown>

/** More fields than this are cut by coverage: each costs six feature columns. */
const MAX_FIELDS = 24
const STEPS = 8
/** Whole numbers that repeat this much are taken for names too: most values then stand for five items or more. */
const MAX_CODES = 500
const CODES_SHARE = 0.2
const DATE_NAME = /date|time|_at$|released|created|published/i

/**
 * @param options.codes whether whole numbers may be the names of categories; a catalogue that says which of its fields
 * are facets has them there
 */
export function inferSchema(items: Iterable<FieldValues>, given: string[] = [], options = { codes: false }): Schema {
  const columns = new Map<string, unknown[]>()
  for (const item of items) {
    for (const [name, value] of item) {
      if (!isValue(value)) continue
      const column = columns.get(name)
      if (column === undefined) columns.set(name, [value])
      else column.push(value)
    }
  }
  const counts = new Map([...columns].map(([name, values]) => [name, values.length]))
  const chosen = mostCovered(counts, MAX_FIELDS)
  return { fields: chosen.map((name) => fieldOf(name, columns.get(name) ?? [], options)), given }
}

function fieldOf(name: string, values: unknown[], { codes }: { codes: boolean }): Field {
  const kind = kindOf(name, values)
  if (kind !== 'number' && kind !== 'date') return { name, kind, edges: [] }
  const numbers = values.map((value) => numberIn(value, kind)).filter(Number.isFinite)
  const edges = edgesOf(numbers)
  return codes && kind === 'number' && areCodes(numbers) ? { name, kind, edges, codes } : { name, kind, edges }
}

function areCodes(numbers: number[]): boolean {
  const distinct = new Set(numbers).size
  return numbers.every(Number.isInteger) && distinct <= MAX_CODES && distinct < CODES_SHARE * numbers.length
}

function kindOf(name: string, values: unknown[]): FieldKind {
  const most = (test: (value: unknown) => boolean) => values.filter(test).length * 2 > values.length
  if (most(Array.isArray)) return 'list'
  if (most((value) => typeof value === 'boolean')) return 'category'
  if (most((value) => typeof value === 'string' && Number.isFinite(epochMsOf(value)))) return 'date'
  if (most((value) => Number.isFinite(numberIn(value, 'number'))))
    return DATE_NAME.test(name) && looksEpoch(values) ? 'date' : 'number'
  const words = values.reduce<number>((sum, value) => sum + String(value).split(/\s+/).length, 0) / values.length
  const distinct = new Set(values.map(String)).size / values.length
  return words > 4 || (distinct > 0.8 && values.length > 20) ? 'text' : 'category'
}

/** What can be compared: nothing, and an object within an object, can not. */
export const isValue = (value: unknown): boolean => (Array.isArray(value) ? value.some(isPlain) : isPlain(value))

const isPlain = (value: unknown): boolean =>
  value !== null && value !== undefined && value !== '' && typeof value !== 'object'

/** Seconds or milliseconds since 1970 for times after 1973, which small counts and years are not. */
const looksEpoch = (values: unknown[]) => values.some((value) => Math.abs(numberIn(value, 'number')) > 1e8)

/** A field's value as a number (dates as epoch milliseconds, yes as 1), NaN when it is none. */
export function numberIn(value: unknown, kind: FieldKind): number {
  if (typeof value === 'boolean') return kind === 'number' ? Number(value) : Number.NaN
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return Number.NaN
  if (kind !== 'date') return Number(value)
  const written = typeof value === 'string' ? epochMsOf(value) : Number.NaN
  if (!Number.isNaN(written)) return written
  const epoch = Number(value)
  return Math.abs(epoch) < 1e11 ? epoch * 1_000 : epoch
}

function edgesOf(values: number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b)
  const edges = Array.from(
    { length: STEPS - 1 },
    (_, step) => sorted[Math.floor((sorted.length * (step + 1)) / STEPS)] ?? 0,
  )
  return [...new Set(edges)]
}
