import type { SQLInputValue } from 'node:sqlite'
import type { Filter } from '#core/contract/filter'

/** Part of a WHERE clause over `items`, and the values to bind in its order. */
export type Conditions = { sql: string; values: SQLInputValue[] }

/**
 * The rows that match `match` (all when null) and `filter`. `except` leaves one facet's clause out: that facet's values
 * are counted as if none of them were chosen, so that a visitor sees the alternatives.
 */
export function conditions(match: string | null, filter: Filter, except: string | null = null): Conditions {
  const parts: Conditions[] = []
  const add = (sql: string, ...values: SQLInputValue[]): number => parts.push({ sql, values })
  for (const { name, values } of filter.facets) {
    if (name === except) continue
    add(
      `items.row IN (SELECT item_row FROM item_facets JOIN facet_values USING (value_row)
         WHERE facet = ? AND value IN (SELECT value FROM json_each(?)))`,
      name,
      JSON.stringify(values),
    )
  }
  if (filter.price.min !== null) add('items.price >= ?', filter.price.min)
  if (filter.price.max !== null) add('items.price <= ?', filter.price.max)
  if (filter.date.min !== null) add('items.date >= ?', filter.date.min)
  if (filter.date.max !== null) add('items.date <= ?', filter.date.max)
  if (filter.inStock !== null) add('items.in_stock = ?', filter.inStock ? 1 : 0)
  if (match !== null) add('items_fts MATCH ?', match)
  return { sql: parts.map(({ sql }) => sql).join(' AND ') || 'TRUE', values: parts.flatMap(({ values }) => values) }
}

/** What to select from: rows of `items`, those that match in the index when there are words. */
export const tables = (match: string | null): string =>
  match === null ? 'items' : 'items_fts CROSS JOIN items ON items.row = items_fts.rowid'
