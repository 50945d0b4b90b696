import { createHash } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { createItemIndex, resetIndex } from '../lexical/sqlite-index.ts'
import { createStatements, type Statements } from '../storage/statements.ts'
import { inTransaction } from '../storage/transaction.ts'
import type { CleanItem } from './clean.ts'
import type { CatalogueDefinition } from './definition.ts'
import { shortHash } from './slug.ts'
import type { CatalogueWriter, WriteCounts } from './store.ts'
import { toWire } from './wire.ts'

type WriterOptions = { definition: CatalogueDefinition; demo: boolean; reset: boolean }

/** Starts an import. Other connections keep reading; they see each batch when it is whole. */
export function sqliteWriter(database: DatabaseSync, options: WriterOptions): CatalogueWriter {
  const sql = createStatements(database)
  inTransaction(database, () => {
    // Without a version until it is finished: an import that was cut short is told from a whole one.
    if (options.reset) resetItems(database, options.definition)
    sql(
      `INSERT INTO catalogue (only, definition, demo, version, items) VALUES (1, ?, ?, '', 0)
       ON CONFLICT (only) DO UPDATE SET definition = excluded.definition, demo = excluded.demo`,
    ).run(JSON.stringify(options.definition), options.demo ? 1 : 0)
  })
  // Ids seen by this import, on disk and not in memory: an import of any size needs constant memory.
  database.exec('CREATE TEMP TABLE IF NOT EXISTS seen (row INTEGER PRIMARY KEY) STRICT; DELETE FROM seen')
  const index = createItemIndex(sql, options.definition)

  return {
    write: async (items) =>
      inTransaction(database, () => {
        const counts: WriteCounts = { inserted: 0, updated: 0, unchanged: 0, duplicates: 0 }
        for (const item of items) {
          const { row, change } = upsert(sql, item)
          if (sql('INSERT OR IGNORE INTO seen (row) VALUES (?)').run(row).changes === 0) counts.duplicates++
          else counts[change]++
          if (change !== 'unchanged') index(row, { item, isNew: change === 'inserted' })
        }
        return counts
      }),
    finish: async () => inTransaction(database, () => settle(sql)),
  }
}

function resetItems(database: DatabaseSync, definition: CatalogueDefinition): void {
  database.exec(
    'DELETE FROM items; DELETE FROM item_wires; DELETE FROM item_facets; DELETE FROM facet_values; DELETE FROM catalogue',
  )
  resetIndex(database, definition)
}

type Upserted = { row: number; change: 'inserted' | 'updated' | 'unchanged' }

function upsert(sql: Statements, item: CleanItem): Upserted {
  const known = sql('SELECT row, id, hash FROM items WHERE key = ?').get(item.key)
  const id = known === undefined ? freeId(sql, item) : String(known.id)
  const wire = toWire({ ...item, id })
  const hash = createHash('sha256')
    .update(JSON.stringify([wire, item.rawPopularity, item.search]))
    .digest('base64url')
  if (known?.hash === hash) return { row: Number(known.row), change: 'unchanged' }
  const values = [hash, ...item.rawPopularity, item.price, item.date, item.inStock ? 1 : 0] as const
  if (known !== undefined) {
    sql(
      'UPDATE items SET hash = ?, raw_popularity = ?, raw_fallback = ?, price = ?, date = ?, in_stock = ? WHERE row = ?',
    ).run(...values, Number(known.row))
    return { row: putWire(sql, Number(known.row), wire), change: 'updated' }
  }
  const { lastInsertRowid } = sql(
    'INSERT INTO items (hash, raw_popularity, raw_fallback, price, date, in_stock, id, key) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  ).run(...values, id, item.key)
  return { row: putWire(sql, Number(lastInsertRowid), wire), change: 'inserted' }
}

function putWire(sql: Statements, row: number, wire: string): number {
  sql('INSERT INTO item_wires (row, wire) VALUES (?, ?) ON CONFLICT (row) DO UPDATE SET wire = excluded.wire').run(
    row,
    wire,
  )
  return row
}

/** Two items whose readable ids are the same: the first keeps it, the other gets digits that depend on its key only. */
function freeId(sql: Statements, item: CleanItem): string {
  const taken = sql('SELECT 1 FROM items WHERE id = ?').get(item.id) !== undefined
  return taken ? `${item.id}-${shortHash(item.key, 8)}` : item.id
}

function settle(sql: Statements): { version: string; items: number } {
  const share = (column: string): string =>
    `iif(${column} IS NULL, NULL, cume_dist() OVER (PARTITION BY ${column} IS NULL ORDER BY ${column}))`
  sql(
    `UPDATE items SET popularity = ranked.share
     FROM (SELECT row, round(coalesce(${share('raw_popularity')}, ${share('raw_fallback')}, 0), 4) AS share FROM items) ranked
     WHERE ranked.row = items.row AND items.popularity <> ranked.share`,
  ).run()
  sql(
    'UPDATE facet_values SET items = (SELECT count(*) FROM item_facets f WHERE f.value_row = facet_values.value_row)',
  ).run()
  sql('DELETE FROM facet_values WHERE items = 0').run()
  const digest = createHash('sha256')
  let items = 0
  for (const row of sql('SELECT id, hash FROM items ORDER BY id').iterate()) {
    digest.update(`${String(row.id)}\n${String(row.hash)}\n`)
    items++
  }
  const version = digest.digest('hex').slice(0, 16)
  sql('UPDATE catalogue SET version = ?, items = ?').run(version, items)
  return { version, items }
}
