/**
 * One line of an event log in Metarank's form (github.com/metarank/metarank, doc/event-schema.md): `item` with fields,
 * `ranking` with the items in shown order, `interaction` on an item, `user`.
 */
import { numberIn, type FieldValues } from './fields.ts'

export type LogEvent =
  | { kind: 'item'; at: number; id: string; fields: FieldValues }
  | ({
      kind: 'ranking'
      at: number
      id: string
      items: { id: string; fields: FieldValues }[]
      fields: FieldValues
    } & Who)
  | ({ kind: 'interaction'; at: number; item: string; type: string; ranking: string | undefined } & Who)
  | { kind: 'user'; at: number }

/** An interaction that is none: the visitor stayed with the item. It labels lists, and sessions know nothing of it. */
export const DWELT = 'dwelt'

type Who = { user: string | undefined; session: string | undefined }
type Raw = Record<string, unknown>

/** The event, or why the line is none. */
export function parseLogEvent(line: string): LogEvent | { kind: 'malformed'; reason: string } {
  const raw = parseObject(line)
  if (raw === undefined) return malformed('not a JSON object')
  const at = timeOf(raw.timestamp)
  // What is declared without a time was always so; what happened has one.
  const declared = raw.event === 'item' || raw.event === 'user'
  if (!Number.isFinite(at) && !(declared && raw.timestamp === undefined)) return malformed('no timestamp')
  switch (raw.event) {
    case 'item': {
      const id = textOf(raw.item)
      return id === undefined
        ? malformed('an item without an id')
        : { kind: 'item', at: raw.timestamp === undefined ? 0 : at, id, fields: fieldsOf(raw.fields) }
    }
    case 'ranking':
      return rankingOf(raw, at)
    case 'interaction': {
      const item = textOf(raw.item)
      if (item === undefined) return malformed('an interaction without an item')
      return {
        kind: 'interaction',
        at,
        item,
        type: textOf(raw.type) ?? 'click',
        ranking: textOf(raw.ranking),
        ...whoOf(raw),
      }
    }
    case 'user':
      return { kind: 'user', at: raw.timestamp === undefined ? 0 : at }
    default:
      return malformed(`unknown event ${String(raw.event)}`)
  }
}

function rankingOf(raw: Raw, at: number): LogEvent | { kind: 'malformed'; reason: string } {
  const id = textOf(raw.id)
  if (id === undefined || !Array.isArray(raw.items)) return malformed('a ranking without an id or items')
  const items = raw.items.flatMap((each: unknown) => {
    const item = typeof each === 'object' && each !== null ? (each as Raw) : { id: each }
    const itemId = textOf(item.id)
    return itemId === undefined ? [] : [{ id: itemId, fields: fieldsOf(item.fields) }]
  })
  return { kind: 'ranking', at, id, items, fields: fieldsOf(raw.fields), ...whoOf(raw) }
}

const malformed = (reason: string) => ({ kind: 'malformed' as const, reason })
const whoOf = (raw: Raw): Who => ({ user: textOf(raw.user), session: textOf(raw.session) })

/** Integers that a double can not hold: two ids would become one. */
const LONG_INTEGER = /([:[,]\s*)(\d{16,})(?=\s*[,}\]])/g

/** A long integer is read as the text of its digits, unless that breaks the line, as it does within a text. */
function parseObject(line: string): Raw | undefined {
  const exact = line.replaceAll(LONG_INTEGER, '$1"$2"')
  const value = parseJson(exact) ?? (exact === line ? undefined : parseJson(line))
  return typeof value === 'object' && value !== null ? (value as Raw) : undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** An ISO date and time, or a number (or its text) since 1970, whose size tells seconds from their thousandths. */
function timeOf(value: unknown): number {
  if (typeof value === 'string' && value.includes('-')) return numberIn(value, 'date')
  const number = value === '' || value === null ? Number.NaN : Number(value)
  if (Math.abs(number) < 1e11) return number * 1_000
  return Math.abs(number) < 1e14 ? number : number / 1_000
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value
  return typeof value === 'number' ? String(value) : undefined
}

/** Shared, because a log's lists name millions of items without fields. */
const NO_FIELDS: FieldValues = new Map()

/** Metarank's `[{name, value}]`, or a plain object. */
function fieldsOf(raw: unknown): FieldValues {
  if (Array.isArray(raw)) {
    if (raw.length === 0) return NO_FIELDS
    return new Map(
      raw.flatMap((field: unknown): [string, unknown][] => {
        const { name, value } = (typeof field === 'object' && field !== null ? field : {}) as Raw
        return typeof name === 'string' ? [[name, value]] : []
      }),
    )
  }
  return typeof raw === 'object' && raw !== null ? new Map(Object.entries(raw)) : NO_FIELDS
}
