import type { DatabaseSync } from 'node:sqlite'
import { createStatements } from '../storage/statements.ts'
import { parseReply } from '#core/contract/parse'
import { catalogueDefinition, type CatalogueDefinition } from './definition.ts'
import { sqliteWriter } from './sqlite-writer.ts'
import type { BeginOutcome, CatalogueStore, StoredCatalogue } from './store.ts'
import { hitOf, itemOf } from './wire.ts'

/** The catalogue in the tables `catalogue`, `items`, `item_facets` and `items_fts` of one SQLite file. */
export function sqliteCatalogueStore(database: DatabaseSync): CatalogueStore {
  const sql = createStatements(database)
  let parsed: { text: string; definition: CatalogueDefinition } | null = null

  /** Another process may import at any time, so the row is read every time; parsed, for an older version wrote less, when it changed. */
  const current = (): StoredCatalogue | null => {
    const row = sql('SELECT definition, demo, version, items FROM catalogue').get()
    if (row === undefined) return null
    const text = String(row.definition)
    if (parsed?.text !== text) parsed = { text, definition: parseReply(catalogueDefinition, JSON.parse(text)) }
    return {
      definition: parsed.definition,
      demo: row.demo === 1,
      version: String(row.version),
      items: Number(row.items),
    }
  }

  return {
    current: async () => current(),
    get: async (ids) =>
      sql(`SELECT wire, popularity FROM json_each(?) asked JOIN items ON items.id = asked.value JOIN item_wires USING (row)
         ORDER BY asked.key`)
        .all(JSON.stringify(ids))
        .map(itemOf),
    popular: async (limit) =>
      sql(
        'SELECT wire, popularity, popularity AS score FROM items JOIN item_wires USING (row) ORDER BY popularity DESC, id LIMIT ?',
      )
        .all(limit)
        .map(hitOf),
    all: async function* all() {
      // Not cached: an iterating statement must not be started again by another caller.
      const rows = database
        .prepare('SELECT wire, popularity FROM items JOIN item_wires USING (row) ORDER BY id')
        .iterate()
      for (const row of rows) yield itemOf(row)
    },
    facetValues: async () =>
      sql(
        `SELECT facet, value, facet_values.items AS items, max(items.popularity) AS best
         FROM facet_values JOIN item_facets USING (value_row) JOIN items ON items.row = item_row
         GROUP BY value_row ORDER BY facet, value`,
      )
        .all()
        .map((row) => ({
          facet: String(row.facet),
          value: String(row.value),
          items: Number(row.items),
          best: Number(row.best),
        })),
    begin: async (definition, options): Promise<BeginOutcome> => {
      const stored = current()
      if (stored === null)
        return { outcome: 'created', writer: sqliteWriter(database, { definition, demo: options.demo, reset: true }) }
      const sameName = stored.definition.name === definition.name
      if (!sameName && !stored.demo && !options.replace) return { outcome: 'occupied', name: stored.definition.name }
      const reset = options.replace || shapeOf(stored.definition) !== shapeOf(definition)
      const writer = sqliteWriter(database, { definition, demo: options.demo, reset })
      return { outcome: reset ? 'rebuilt' : 'extended', writer }
    },
  }
}

/** What stored items depend on. Labels and weights are read later, so changing them rebuilds nothing. */
function shapeOf(definition: CatalogueDefinition): string {
  const search = definition.search.map(({ field }) => field)
  const facets = definition.facets.map(({ name, field, separator }) => ({ name, field, separator }))
  return JSON.stringify({ ...definition, search, facets, suggest: null })
}
