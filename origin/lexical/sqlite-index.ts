/**
 * The FTS5 side of the item table. Texts are cut into terms by core/text before they get here, so the tokenizer only
 * splits at spaces: it counts every category but separators and controls as part of a token, and folds nothing.
 * Contentless: the index stores no text, only where terms are.
 */
import type { DatabaseSync } from 'node:sqlite'
import type { CatalogueDefinition } from '../catalog/definition.ts'
import type { CleanItem } from '../catalog/clean.ts'
import { wholeTitle } from './match.ts'
import type { Statements } from '../storage/statements.ts'

const TOKENIZER = `unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Cf Co Cs Cn'`

/** Weight of being called exactly what was typed: as much as the best field can weigh. */
const WHOLE_WEIGHT = 100

const columnsOf = (definition: CatalogueDefinition): string[] => definition.search.map((_, index) => `c${index}`)

/** The score of a match, higher is better (FTS5's own is negative). */
export const relevance = (definition: CatalogueDefinition): string =>
  `-bm25(items_fts, ${[...definition.search.map(({ weight }) => weight), WHOLE_WEIGHT].join(', ')})`

/** Makes an empty index with one column a search field, and one for the title as a whole. */
export function resetIndex(database: DatabaseSync, definition: CatalogueDefinition): void {
  database.exec(`
    DROP TABLE IF EXISTS items_fts;
    CREATE VIRTUAL TABLE items_fts USING fts5(
      ${columnsOf(definition).join(', ')}, whole, content = '', contentless_delete = 1, prefix = '1 2 3', tokenize = "${TOKENIZER}"
    )`)
}

type IndexItem = (row: number, change: { item: CleanItem; isNew: boolean }) => void

/** Returns the function that puts one item's terms and facet values in the place of what was there. */
export function createItemIndex(sql: Statements, definition: CatalogueDefinition): IndexItem {
  const columns = columnsOf(definition)
  const insert = `INSERT INTO items_fts (rowid, ${columns.join(', ')}, whole) VALUES (?, ?${', ?'.repeat(columns.length)})`
  return (row, { item, isNew }) => {
    if (!isNew) {
      sql('DELETE FROM items_fts WHERE rowid = ?').run(row)
      sql('DELETE FROM item_facets WHERE item_row = ?').run(row)
    }
    sql(insert).run(row, ...item.search, wholeTitle(item.title))
    for (const [facet, values] of Object.entries(item.facets)) {
      for (const value of values) {
        sql('INSERT OR IGNORE INTO facet_values (facet, value) VALUES (?, ?)').run(facet, value)
        sql(
          'INSERT OR IGNORE INTO item_facets (value_row, item_row) SELECT value_row, ? FROM facet_values WHERE facet = ? AND value = ?',
        ).run(row, facet, value)
      }
    }
  }
}
