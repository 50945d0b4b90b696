import type { DatabaseSync } from 'node:sqlite'
import type { Filter } from '#core/contract/filter'
import type { FacetCounts, Hit, RetrieveReply } from '#core/contract/retrieval'
import type { Sort } from '#core/contract/sort'
import { hitOf } from '../catalog/wire.ts'
import { createStatements, type Statements } from '../storage/statements.ts'
import { conditions, type Conditions } from './conditions.ts'
import type { KeywordRetrieval, RetrieveQuery } from './keyword-retrieval.ts'
import { matchOf } from './match.ts'
import { relevance } from './sqlite-index.ts'
import { sqliteSimilar } from './sqlite-similar.ts'

/** Values counted a facet. */
const MAX_FACET_VALUES = 20

/** Keyword retrieval by FTS5: BM25 with the catalogue's weights. */
export function sqliteRetrieval(database: DatabaseSync): KeywordRetrieval {
  const sql = createStatements(database)
  return {
    retrieve: async (query) => retrieve(sql, query),
    similar: async (item, options) => sqliteSimilar(sql, item, options),
  }
}

function retrieve(sql: Statements, query: RetrieveQuery): RetrieveReply {
  const asked = matchOf(query.q)
  const every = asked?.every ?? null
  const total = count(sql, every, query.filter)
  if (total > 0 || asked?.some == null) return replyFor(sql, { query, match: every, total })
  return replyFor(sql, { query, match: asked.some, total: count(sql, asked.some, query.filter) })
}

type Matched = { query: RetrieveQuery; match: string | null; total: number }

function replyFor(sql: Statements, { query, match, total }: Matched): RetrieveReply {
  return {
    total,
    hits: total === 0 ? [] : hits(sql, match, query),
    facets: query.facets.length === 0 ? [] : facetCounts(sql, match, query),
  }
}

const tables = (match: string | null): string =>
  match === null ? 'items' : 'items_fts CROSS JOIN items ON items.row = items_fts.rowid'

function count(sql: Statements, match: string | null, filter: Filter): number {
  const { sql: where, values } = conditions(match, filter)
  return Number(sql(`SELECT count(*) AS total FROM ${tables(match)} WHERE ${where}`).get(...values)?.total)
}

/** The window is chosen by row number first, so that sorting never carries the items' JSON. */
function hits(sql: Statements, match: string | null, query: RetrieveQuery): Hit[] {
  const { sql: where, values } = conditions(match, query.filter)
  const score = match === null ? 'items.popularity' : relevance(query.definition)
  return sql(
    `SELECT wire, items.popularity, score
     FROM (
       SELECT items.row, ${score} AS score FROM ${tables(match)} WHERE ${where}
       ORDER BY ${orderBy(query.sort)} LIMIT ? OFFSET ?
     ) chosen CROSS JOIN items USING (row)`,
  )
    .all(...values, query.limit, query.offset)
    .map(hitOf)
}

/** Ties are broken by popularity and then id, so that every order is total and pages never overlap. */
function orderBy(sort: Sort): string {
  if (sort.by === 'relevance') return 'score DESC, items.popularity DESC, items.id'
  if (sort.by === 'popularity') return `items.popularity ${sort.direction}, items.id`
  return `items.${sort.by} ${sort.direction} NULLS LAST, items.popularity DESC, items.id`
}

function facetCounts(sql: Statements, match: string | null, query: RetrieveQuery): FacetCounts[] {
  const chosen = new Set(query.filter.facets.map(({ name }) => name))
  const together = query.facets.filter((name) => !chosen.has(name))
  const apart = query.facets.filter((name) => chosen.has(name))
  const counted = new Map<string, FacetCounts['values']>()
  countValues(sql, { names: together, match, where: conditions(match, query.filter), counted })
  for (const name of apart) {
    countValues(sql, { names: [name], match, where: conditions(match, query.filter, name), counted })
  }
  const labels = new Map(query.definition.facets.map(({ name, label }) => [name, label]))
  return query.facets.map((name) => ({ name, label: labels.get(name) ?? name, values: counted.get(name) ?? [] }))
}

type Counting = {
  names: string[]
  match: string | null
  where: Conditions
  /** Filled: facet to its values, most frequent first. */
  counted: Map<string, FacetCounts['values']>
}

function countValues(sql: Statements, { names, match, where, counted }: Counting): void {
  if (names.length === 0) return
  const rows = sql(
    `SELECT facet, value, count FROM (
       SELECT facet, value, count, row_number() OVER (PARTITION BY facet ORDER BY count DESC, value) AS place
       FROM (
         SELECT value_row, count(*) AS count
         FROM (SELECT items.row FROM ${tables(match)} WHERE ${where.sql}) matched
         CROSS JOIN item_facets ON item_facets.item_row = matched.row
         WHERE +value_row IN (SELECT value_row FROM facet_values WHERE facet IN (SELECT value FROM json_each(?)))
         GROUP BY value_row
       ) CROSS JOIN facet_values USING (value_row)
     ) WHERE place <= ${MAX_FACET_VALUES} ORDER BY facet, place`,
  ).all(...where.values, JSON.stringify(names))
  for (const row of rows) {
    const facet = String(row.facet)
    const values = counted.get(facet) ?? []
    values.push({ value: String(row.value), count: Number(row.count) })
    counted.set(facet, values)
  }
}
