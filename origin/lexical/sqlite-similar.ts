/**
 * Items like one item: what they share, the rarer the better, and a little of what is popular.
 *
 *   score = 0.7 facets + 0.15 words + 0.15 popularity, each from 0 to 1
 *   facets      sum over shared values of affinity weight x idf, by the sum over all values of the item;
 *               idf = ln(1 + items / items with the value): a shared director says more than a shared genre
 *   words       BM25 of the item's title against the other item, by the best of the candidates
 *
 * The 300 best by facets, the 300 best by words and the most popular are scored, so the cost is bounded and there is
 * always an answer.
 */
import type { Hit } from '#core/contract/retrieval'
import type { CatalogueDefinition } from '../catalog/definition.ts'
import { hitOf, itemOf } from '../catalog/wire.ts'
import type { Statements } from '../storage/statements.ts'
import { matchOf } from './match.ts'
import { relevance } from './sqlite-index.ts'

const SHARE = { facets: 0.7, words: 0.15, popularity: 0.15 }
const MAX_CANDIDATES = 300
/** A facet that has no affinity still says a little about what is alike. */
const LEAST_WEIGHT = 0.05

type Options = { definition: CatalogueDefinition; limit: number }

export function sqliteSimilar(sql: Statements, id: string, { definition, limit }: Options): Hit[] | null {
  const found = sql('SELECT row, wire, popularity FROM items JOIN item_wires USING (row) WHERE id = ?').get(id)
  if (found === undefined) return null
  const row = Number(found.row)
  const facets = byFacets(sql, row, definition)
  const words = byWords(sql, row, { title: itemOf(found).title, definition })
  const scores = new Map<number, number>()
  for (const [other, share] of facets) scores.set(other, SHARE.facets * share)
  for (const [other, share] of words) scores.set(other, (scores.get(other) ?? 0) + SHARE.words * share)
  for (const other of byPopularity(sql, row, limit)) scores.set(other, scores.get(other) ?? 0)
  return sql(
    `SELECT wire, items.popularity, items.popularity * ${SHARE.popularity} + (scored.value ->> 1) AS score
     FROM json_each(?) scored CROSS JOIN items ON items.row = scored.value ->> 0 CROSS JOIN item_wires USING (row)
     ORDER BY score DESC, items.id LIMIT ?`,
  )
    .all(JSON.stringify([...scores]), limit)
    .map(hitOf)
}

/** Row to its share of the item's facet weight, for the best candidates. */
function byFacets(sql: Statements, row: number, definition: CatalogueDefinition): Map<number, number> {
  const weightOf = new Map(definition.facets.map(({ name, affinity }) => [name, Math.max(affinity, LEAST_WEIGHT)]))
  const weights = sql(
    `SELECT value_row, facet, ln(1.0 + (SELECT items FROM catalogue) / cast(max(items, 1) AS REAL)) AS idf
     FROM item_facets JOIN facet_values USING (value_row) WHERE item_row = ?`,
  )
    .all(row)
    .map((value) => [Number(value.value_row), Number(value.idf) * (weightOf.get(String(value.facet)) ?? 0)] as const)
  const whole = weights.reduce((sum, [, weight]) => sum + weight, 0)
  const candidates = sql(
    `SELECT item_row, sum(shared.value ->> 1) AS weight
     FROM json_each(?) shared CROSS JOIN item_facets ON value_row = shared.value ->> 0
     WHERE item_row <> ? GROUP BY item_row ORDER BY weight DESC, item_row LIMIT ${MAX_CANDIDATES}`,
  ).all(JSON.stringify(weights), row)
  return new Map(candidates.map((other) => [Number(other.item_row), Number(other.weight) / whole]))
}

const byPopularity = (sql: Statements, row: number, limit: number): number[] =>
  sql('SELECT row FROM items WHERE row <> ? ORDER BY popularity DESC, id LIMIT ?')
    .all(row, limit)
    .map((other) => Number(other.row))

/** Row to its BM25 for any word of the title, as a share of the best. */
function byWords(
  sql: Statements,
  row: number,
  { title, definition }: { title: string; definition: CatalogueDefinition },
): Map<number, number> {
  const match = matchOf(title)
  if (match === null) return new Map()
  const rows = sql(
    `SELECT rowid, ${relevance(definition)} AS score FROM items_fts
     WHERE items_fts MATCH ? AND rowid <> ? ORDER BY score DESC, rowid LIMIT ${MAX_CANDIDATES}`,
  ).all(match.some ?? match.every, row)
  const best = Number(rows[0]?.score ?? 1)
  return new Map(rows.map((other) => [Number(other.rowid), best > 0 ? Number(other.score) / best : 0]))
}
