/** Items as the features see them: per field a few terms (small numbers that stand for values) and perhaps a number. */
import type { ItemTraits } from '#core/session/state'
import { isValue, numberIn, type Field, type FieldValues, type Schema } from './fields.ts'

export type Item = {
  id: string
  index: number
  /** Field f's terms are `terms[start[f] .. start[f + 1])`. */
  terms: Int32Array
  start: Uint16Array
  /** One a field; NaN where the field is not a number or date, or the item has none. */
  numbers: Float64Array
  /** Epoch milliseconds of the first event about the item. */
  firstSeen: number
  /** What a session remembers of it. */
  traits: ItemTraits
}

const MAX_LIST = 20
const MAX_SPELLED = 10_000

export class ItemStore {
  readonly schema: Schema
  readonly items = new Map<string, Item>()
  /** Numbers of everything ever met, whether declared again since or not: what was learned hangs on them. */
  readonly indexes = new Map<string, number>()
  readonly termNumbers = new Map<string, number>()
  /** Epoch ms by item index: when something was first heard of it. */
  readonly firstSeen: number[] = []
  private readonly fieldNumbers: ReadonlyMap<string, number>
  /** Per field, terms by spellings that were asked for: a session asks for a hundred on every request. */
  private readonly spelled: Map<string, number>[]

  constructor(schema: Schema) {
    this.schema = schema
    this.fieldNumbers = new Map(schema.fields.map(({ name }, field) => [name, field]))
    this.spelled = schema.fields.map(() => new Map<string, number>())
  }

  fieldOf(name: string): number | undefined {
    return this.fieldNumbers.get(name)
  }

  /** A value's term, however it is written; undefined when no item was met that has it. */
  termOf(field: number, value: string): number | undefined {
    const spelled = this.spelled[field]!
    const known = spelled.get(value)
    if (known !== undefined) return known
    const term = this.termNumbers.get(`${field}:${value.toLowerCase()}`)
    if (term !== undefined && spelled.size < MAX_SPELLED) spelled.set(value, term)
    return term
  }

  get termCount(): number {
    return this.termNumbers.size
  }

  /** Adds the item, or gives a known one new fields; its index, and so what was learned about it, stays. */
  declare(id: string, fields: FieldValues, now: number): Item {
    const index = nextNumber(this.indexes, id)
    const values = this.schema.fields.map((field) => fields.get(field.name))
    const perField = this.schema.fields.map((field, at) =>
      valuesOf(field, values[at]).map((value) => this.term(at, value)),
    )
    const start = new Uint16Array(perField.length + 1)
    perField.forEach((terms, field) => (start[field + 1] = start[field]! + terms.length))
    const item = {
      id,
      index,
      terms: Int32Array.from(perField.flat()),
      start,
      numbers: Float64Array.from(this.schema.fields, (field, at) =>
        field.edges.length > 0 ? numberOf(field, values[at]) : Number.NaN,
      ),
      firstSeen: (this.firstSeen[index] ??= now),
      traits: traitsOf(this.schema, values),
    }
    this.items.set(id, item)
    return item
  }

  /** An id that was shown or touched before it was declared has no fields yet. */
  get(id: string, now: number): Item {
    return this.items.get(id) ?? this.declare(id, new Map(), now)
  }

  private term(field: number, value: string): number {
    return nextNumber(this.termNumbers, `${field}:${value}`)
  }
}

/** The key's number; a new key gets the next one. */
function nextNumber(numbers: Map<string, number>, key: string): number {
  const known = numbers.get(key)
  if (known !== undefined) return known
  numbers.set(key, numbers.size)
  return numbers.size - 1
}

function traitsOf({ fields }: Schema, values: readonly unknown[]): ItemTraits {
  const traits: ItemTraits = { facets: {}, numbers: {} }
  fields.forEach((field, at) => {
    const value = values[at]
    if (field.edges.length > 0) traits.numbers[field.name] = numberOf(field, value)
    if (field.codes === true) traits.facets[field.name] = codesOf(field, value)
    else if (field.edges.length === 0 && field.kind !== 'text') traits.facets[field.name] = textsOf(value)
  })
  return traits
}

function valuesOf(field: Field, value: unknown): string[] {
  if (field.edges.length > 0) return [...(field.codes === true ? codesOf(field, value) : []), ...stepOf(field, value)]
  // Words of a text are too many to keep a taste for, per visitor.
  if (field.kind === 'text') return []
  return [...new Set(textsOf(value).map((each) => each.toLowerCase()))].slice(0, MAX_LIST)
}

function stepOf(field: Field, value: unknown): string[] {
  const number = numberOf(field, value)
  return Number.isNaN(number) ? [] : [`step ${field.edges.filter((edge) => number >= edge).length}`]
}

/** Numbers in one spelling: 7, "7" and 7.0 are one category. */
const codesOf = (field: Field, value: unknown): string[] =>
  [...new Set(numbersOf(field, value).map(String))].slice(0, MAX_LIST)

const numberOf = (field: Field, value: unknown): number => numbersOf(field, value)[0] ?? Number.NaN

/** A catalogue's facets come as lists, also where an item has one. */
const numbersOf = ({ kind }: Field, value: unknown): number[] =>
  (Array.isArray(value) ? value : [value]).map((each) => numberIn(each, kind)).filter(Number.isFinite)

const textsOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter(isValue).map(String).slice(0, MAX_LIST)
