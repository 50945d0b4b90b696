import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { epochMs } from '#core/contract/time'
import type { Counters } from '#core/suggest/popularity'
import { normalise } from '#core/text/normalise'
import { createStatements } from '../storage/statements.ts'
import { inTransaction } from '../storage/transaction.ts'

/**
 * A query of an index: how it was counted and how popular it was when the index was built, whether it was rising then,
 * and what it weighs there.
 */
export type PublishedQuery = {
  key: string
  text: string
  counters: Counters | undefined
  rate: number
  rising: boolean
  weight: number
}

/** `category`: it completes already, as something that says more than a query. */
type PublishedOutcome = { outcome: 'query'; query: PublishedQuery } | { outcome: 'category' } | { outcome: 'unknown' }

/** Which queries each suggestion index has, so that the delta can tell what is new and what rose. */
export type PublishedQueries = {
  replace: (
    artifact: string,
    content: { queries: readonly PublishedQuery[]; categories: readonly string[] },
  ) => Promise<void>
  get: (artifact: string, key: string) => Promise<PublishedOutcome>
  /** The queries of the index that were rising when it was built. */
  rising: (artifact: string) => Promise<PublishedQuery[]>
  /** What a query of this popularity weighs, by the order of this index. */
  weightOfRate: (artifact: string, rate: number) => Promise<number>
  /** Forgets indexes that are gone. */
  prune: () => Promise<void>
}

const LEAST_WEIGHT = 100

export function sqlitePublishedQueries(database: DatabaseSync): PublishedQueries {
  const sql = createStatements(database)
  return {
    replace: async (artifact, { queries, categories }) =>
      inTransaction(database, () => {
        sql('DELETE FROM published_queries WHERE artifact = ?').run(artifact)
        const insert = sql('INSERT OR IGNORE INTO published_queries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
        for (const text of categories) insert.run(artifact, normalise(text), text, null, null, null, null, null, 0)
        for (const { key, text, counters, rate, weight, rising } of queries) {
          insert.run(
            artifact,
            key,
            text,
            counters?.fast ?? null,
            counters?.slow ?? null,
            counters?.at ?? null,
            rate,
            weight,
            rising ? 1 : 0,
          )
        }
      }),
    get: async (artifact, key) => {
      const row = sql('SELECT * FROM published_queries WHERE artifact = ? AND key = ?').get(artifact, key)
      if (row === undefined) return { outcome: 'unknown' }
      if (row.rate === null) return { outcome: 'category' }
      return { outcome: 'query', query: queryOf(row) }
    },
    rising: async (artifact) =>
      sql('SELECT * FROM published_queries WHERE artifact = ? AND rising = 1').all(artifact).map(queryOf),
    weightOfRate: async (artifact, rate) => {
      const row = sql(
        'SELECT weight FROM published_queries WHERE artifact = ? AND rate <= ? ORDER BY rate DESC, weight DESC LIMIT 1',
      ).get(artifact, rate)
      return row === undefined ? LEAST_WEIGHT : Number(row.weight)
    },
    prune: async () => {
      sql('DELETE FROM published_queries WHERE artifact NOT IN (SELECT name FROM artifacts)').run()
    },
  }
}

function queryOf(row: Record<string, SQLOutputValue>): PublishedQuery {
  const counters = { fast: Number(row.fast), slow: Number(row.slow), at: epochMs(Number(row.at)) }
  return {
    key: String(row.key),
    text: String(row.text),
    counters: row.at === null ? undefined : counters,
    rate: Number(row.rate),
    rising: row.rising === 1,
    weight: Number(row.weight),
  }
}
