import type { SQLOutputValue } from 'node:sqlite'
import type { CatalogueItem } from '#core/contract/catalogue'
import type { Hit } from '#core/contract/retrieval'
import type { CleanItem } from './clean.ts'

/** What `items.wire` holds: an item without its popularity, which changes with every import. */
export function toWire(item: CleanItem): string {
  const { id, title, facets, price, date, inStock, attributes } = item
  return JSON.stringify({ id, title, facets, price, date, inStock, attributes })
}

type WireRow = Record<string, SQLOutputValue>

/** Reads back what `toWire` wrote into our own file: trusted, because the file was opened undamaged. */
export function itemOf(row: WireRow): CatalogueItem {
  const stored = JSON.parse(String(row.wire)) as Omit<CatalogueItem, 'popularity'>
  return { ...stored, popularity: Number(row.popularity) }
}

export const hitOf = (row: WireRow): Hit => ({ item: itemOf(row), score: Number(row.score) })
