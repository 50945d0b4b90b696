import type { DatabaseSync } from 'node:sqlite'
import type { Filter } from '#core/contract/filter'
import type { Hit, RetrieveReply } from '#core/contract/retrieval'
import type { Sort } from '#core/contract/sort'
import { hitOf } from '../catalog/wire.ts'
import { createStatements, type Statements } from '../storage/statements.ts'
import { conditions, tables } from './conditions.ts'
import { facetCounts } from './facet-counts.ts'
import type { KeywordRetrieval, RetrieveQuery } from './keyword-retrieval.ts'
import { matchOf } from './match.ts'
import { relevance } from './sqlite-index.ts'
import { sqliteSimilar } from './sqlite-similar.ts'

/** Keyword retrieval by FTS5: BM25 with the catalogue's weights. */
export function sqliteRetrieval(database: DatabaseSync): KeywordRetrieval {
  const sql = createStatements(database)
  return {
    retrieve: async (query) => retrieve(sql, query),
    findsEvery: async (q) => {
      const match = matchOf(q)
      return (
        match !== null && sql('SELECT 1 FROM items_fts WHERE items_fts MATCH ? LIMIT 1').get(match.every) !== undefined
      )
    },
    hasTitle: async (q) => {
      const match = matchOf(q)
      return (
        match !== null && sql('SELECT 1 FROM items_fts WHERE items_fts MATCH ? LIMIT 1').get(match.whole) !== undefined
      )
    },
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

function count(sql: Statements, match: string | null, filter: Filter): number {
  const { sql: where, values } = conditions(match, filter)
  // Words alone are counted by the index; only a filter needs the items.
  const from = match !== null && values.length === 1 ? 'items_fts' : tables(match)
  return Number(sql(`SELECT count(*) AS total FROM ${from} WHERE ${where}`).get(...values)?.total)
}

/** The window is chosen first, over narrow rows; only its items are read whole. */
function hits(sql: Statements, match: string | null, query: RetrieveQuery): Hit[] {
  const { sql: where, values } = conditions(match, query.filter)
  const score = match === null ? 'items.popularity' : relevance(query.definition)
  return sql(
    `SELECT wire, items.popularity, score
     FROM (
       SELECT items.row, ${score} AS score FROM ${tables(match)} WHERE ${where}
       ORDER BY ${orderBy(query.sort)} LIMIT ? OFFSET ?
     ) chosen CROSS JOIN items USING (row) CROSS JOIN item_wires USING (row)`,
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
