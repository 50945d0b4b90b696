/** Items as the features see them: per field a few terms (small numbers that stand for values) and perhaps a number. */
import { numberIn, type Field, type FieldValues, type Schema } from './fields.ts'

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
}

const MAX_LIST = 20

export class ItemStore {
  readonly schema: Schema
  readonly items = new Map<string, Item>()
  /** Numbers of everything ever met, whether declared again since or not: what was learned hangs on them. */
  readonly indexes = new Map<string, number>()
  readonly termNumbers = new Map<string, number>()

  constructor(schema: Schema) {
    this.schema = schema
  }

  get termCount(): number {
    return this.termNumbers.size
  }

  /** Adds the item, or gives a known one new fields; its index, and so what was learned about it, stays. */
  declare(id: string, fields: FieldValues, now: number): Item {
    const known = this.items.get(id)
    const values = this.schema.fields.map((field) => fields.get(field.name))
    const perField = this.schema.fields.map((field, at) =>
      valuesOf(field, values[at]).map((value) => this.term(at, value)),
    )
    const start = new Uint16Array(perField.length + 1)
    perField.forEach((terms, field) => (start[field + 1] = start[field]! + terms.length))
    const item = {
      id,
      index: nextNumber(this.indexes, id),
      terms: Int32Array.from(perField.flat()),
      start,
      numbers: Float64Array.from(this.schema.fields, (field, at) =>
        field.edges.length > 0 ? numberIn(values[at], field.kind) : Number.NaN,
      ),
      firstSeen: known?.firstSeen ?? now,
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

function valuesOf(field: Field, value: unknown): string[] {
  if (value === null || value === undefined || value === '') return []
  if (field.kind === 'number' || field.kind === 'date') {
    const number = numberIn(value, field.kind)
    return Number.isFinite(number) ? [`step ${field.edges.filter((edge) => number >= edge).length}`] : []
  }
  // Words of a text are too many to keep a taste for, per visitor.
  if (field.kind === 'text') return []
  const values = (Array.isArray(value) ? value : [value]).map((each) => String(each).toLowerCase())
  return [...new Set(values)].slice(0, MAX_LIST)
}
