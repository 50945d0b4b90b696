/**
 * A row of any catalogue to an item, by the catalogue's definition. A row is rejected only when it has no usable id or
 * title; any other unreadable value is left out of the item and named in `dropped`.
 */
import type { CatalogueItem } from '#core/contract/catalogue'
import { normalise } from '#core/text/normalise'
import { terms } from '#core/text/tokenise'
import { parseDate } from './dates.ts'
import type { CatalogueDefinition } from './definition.ts'
import { type Row, valueOf } from './field.ts'
import { repairMacRoman } from './mac-roman.ts'
import { shortHash, slug } from './slug.ts'
import { cleanList, cleanNumber, cleanStock, cleanText } from './values.ts'

export type CleanItem = Omit<CatalogueItem, 'popularity'> & {
  /** What makes this item itself: equal keys are the same item, in this file and in later ones. */
  key: string
  /** As the data has it, in any unit; the second stands in where the first is missing. */
  rawPopularity: [number | null, number | null]
  /** One text of space-separated index terms a search field, in the definition's order. */
  search: string[]
}

export type CleanOutcome =
  | { outcome: 'clean'; item: CleanItem; dropped: { field: string; value: unknown }[] }
  | { outcome: 'rejected'; reason: string }

const MAX_ID = 256
const MAX_TITLE = 512
const MAX_VALUE = 256
const MAX_VALUES = 64
const MAX_SEARCH = 20_000
const MAX_ATTRIBUTE = 2_000

export function clean(row: Row, definition: CatalogueDefinition): CleanOutcome {
  const dropped: { field: string; value: unknown }[] = []
  const repair = definition.repair === 'mac-roman' ? repairMacRoman : (text: string): string => text
  const text = (field: string): string | null => cleanText(valueOf(row, field), repair)
  /** Reads an optional field; a value that is there but cannot be read is noted. */
  const optional = <T>(field: string | undefined, read: (value: unknown) => T | null): T | null => {
    const value = field === undefined ? undefined : valueOf(row, field)
    if (field === undefined || value === undefined || value === null || value === '') return null
    const result = read(value)
    if (result === null) dropped.push({ field, value })
    return result
  }

  const title = text(definition.title)
  if (title === null) return rejected(`no title: field "${definition.title}" is empty or missing`)
  if (title.length > MAX_TITLE) return rejected(`the title is longer than ${MAX_TITLE} characters`)
  const date = optional(definition.date?.field, (value) => dateOf(value, definition))
  const identity = identify({ definition, text, date })
  if ('reason' in identity) return rejected(identity.reason)

  const popularity = typeof definition.popularity === 'string' ? [definition.popularity] : (definition.popularity ?? [])
  const item: CleanItem = {
    ...identity,
    title,
    facets: facetsOf({ row, definition, repair }),
    price: optional(definition.price, cleanNumber),
    rawPopularity: [optional(popularity[0], cleanNumber), optional(popularity[1], cleanNumber)],
    date,
    inStock: optional(definition.stock, cleanStock) ?? true,
    attributes: attributesOf({ row, definition, repair }),
    search: definition.search.map(({ field }) =>
      terms(
        normalise(cleanList(valueOf(row, field), { separator: undefined, repair }).join(' ').slice(0, MAX_SEARCH)),
      ).join(' '),
    ),
  }
  return { outcome: 'clean', item, dropped }
}

const rejected = (reason: string): CleanOutcome => ({ outcome: 'rejected', reason })

function dateOf(value: unknown, definition: CatalogueDefinition): string | null {
  const text = cleanText(value, (same) => same)
  const { order = 'mdy', latest = null } = definition.date ?? {}
  return text === null ? null : parseDate(text, { order, latest })
}

type Source = {
  definition: CatalogueDefinition
  text: (field: string) => string | null
  date: string | null
}

function identify({ definition, text, date }: Source): { id: string; key: string } | { reason: string } {
  if (typeof definition.id === 'string') {
    const id = text(definition.id)
    if (id === null) return { reason: `no id: field "${definition.id}" is empty or missing` }
    return id.length > MAX_ID ? { reason: `the id is longer than ${MAX_ID} characters` } : { id, key: id }
  }
  const isDate = (field: string): boolean => field === definition.date?.field
  const parts = definition.id.slug.map((field) => (isDate(field) ? date : text(field)))
  if (parts.every((part) => part === null))
    return { reason: `no id: ${definition.id.slug.join(', ')} are all empty or missing` }
  // The date gives only its year to the readable id, and all of itself to the key.
  const readable = definition.id.slug.map((field, index) => (isDate(field) ? date?.slice(0, 4) : parts[index]) ?? '')
  const key = JSON.stringify(parts)
  return { id: slug(readable) || `item-${shortHash(key, 12)}`, key }
}

type RowSource = { row: Row; definition: CatalogueDefinition; repair: (text: string) => string }

function facetsOf({ row, definition, repair }: RowSource): Record<string, string[]> {
  const facets: Record<string, string[]> = {}
  for (const { name, field, separator } of definition.facets) {
    const values = cleanList(valueOf(row, field), { separator, repair })
      .filter((value) => value.length <= MAX_VALUE)
      .slice(0, MAX_VALUES)
    if (values.length > 0) facets[name] = values
  }
  return facets
}

function attributesOf({ row, definition, repair }: RowSource): Record<string, string | number> {
  const attributes: Record<string, string | number> = {}
  for (const [name, field] of Object.entries(definition.attributes)) {
    const value = valueOf(row, field)
    const read =
      typeof value === 'number' && Number.isFinite(value)
        ? value
        : cleanList(value, { separator: undefined, repair }).join(', ')
    if (read !== '') attributes[name] = typeof read === 'string' ? read.slice(0, MAX_ATTRIBUTE) : read
  }
  return attributes
}
