import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type { LogBatch, LoggedEvent, LogReply } from '#core/contract/events'
import type { Deed } from '#core/rank/knn/sessions'
import { normalise } from '#core/text/normalise'
import { insertImpression } from './insert-impression.ts'
import { createStatements, type Statements } from '../storage/statements.ts'
import { inTransaction } from '../storage/transaction.ts'
import type { DeedKind, EventLog, Search, VisitorSearch } from './event-log.ts'

const DAY_MS = 86_400_000
/** After this long a deed counts half. */
const HALF_LIFE_MS = DAY_MS
/** Seven half-lives: what is older would count less than 1 %. */
const WINDOW_MS = 7 * DAY_MS

/** What a deed says about an item, beside a view or click. */
const WEIGHT = "CASE type WHEN 'bought' THEN 5 WHEN 'carted' THEN 3 ELSE 1 END"

/** Which rows are deeds of a kind. */
const DEEDS: Record<DeedKind, string> = {
  neighbours: 'item IS NOT NULL',
  baskets: "item IS NOT NULL AND type IN ('carted', 'bought')",
}

/** The log in the tables `events` and `erasures`. */
export function sqliteEventLog(database: DatabaseSync, now: () => number): EventLog {
  const sql = createStatements(database)
  return {
    append: async (batch) => inTransaction(database, () => append(sql, batch, now)),
    searches: ({ since }) =>
      latest(database, { from: 'events WHERE at > ? AND query_key IS NOT NULL', values: [since] }),
    arrivals: ({ since, limit }) =>
      latest(database, {
        from: '(SELECT * FROM events WHERE arrived > ? AND query_key IS NOT NULL ORDER BY arrived DESC LIMIT ?)',
        values: [since, limit],
      }),
    searchesOf: async (key, { since }) =>
      sql(
        `SELECT query_key, query, max(at) AS at FROM events WHERE query_key = ? AND at > ?
         GROUP BY visitor ORDER BY at`,
      )
        .all(key, since)
        .map(searchOf),
    searchesByVisitor: (options) => searchesByVisitor(database, options),
    firstSearch: async () => {
      const first = sql('SELECT min(at) AS at FROM events WHERE query_key IS NOT NULL').get()?.at
      return typeof first === 'number' ? first : null
    },
    stamp: async () =>
      JSON.stringify(
        sql(
          `SELECT (SELECT rowid FROM events WHERE query_key IS NOT NULL ORDER BY rowid DESC LIMIT 1) AS last,
             count(*) AS erasures, max(at) AS erased FROM erasures`,
        ).get(),
      ),
    deeds: (kind, { limit }) => deeds(database, kind, limit),
    deedStamp: async () =>
      JSON.stringify(
        sql(
          `SELECT (SELECT rowid FROM events WHERE item IS NOT NULL ORDER BY rowid DESC LIMIT 1) AS last,
             count(*) AS erasures, max(at) AS erased FROM erasures`,
        ).get(),
      ),
    trending: async ({ now, limit }) =>
      sql(
        `SELECT item, sum(visit) AS visitors FROM (
           SELECT item, max(${WEIGHT} * exp(-ln(2) * max(0, ? - at) / ${HALF_LIFE_MS}.0)) AS visit
           FROM events WHERE at > ? AND item IS NOT NULL GROUP BY item, visitor
         ) GROUP BY item ORDER BY visitors DESC, item LIMIT ?`,
      )
        .all(now, now - WINDOW_MS, limit)
        .map((row) => ({ item: String(row.item), visitors: Number(row.visitors) })),
  }
}

function append(sql: Statements, { events, erased, impressions = [] }: LogBatch, now: () => number): LogReply {
  for (const { visitor, at } of erased) erase(sql, visitor, at)
  const reply = { accepted: 0, duplicates: 0 }
  for (const event of events) {
    if (isErased(sql, event)) continue
    if (insert(sql, event, now())) reply.accepted++
    else reply.duplicates++
  }
  for (const shown of impressions) {
    if (!isErased(sql, shown)) insertImpression(sql, shown)
  }
  return reply
}

/** The latest search of each visitor and query. With max() a bare column comes from the row of the maximum: https://www.sqlite.org/lang_select.html#bareagg */
async function* latest(
  database: DatabaseSync,
  { from, values }: { from: string; values: number[] },
): AsyncGenerator<Search> {
  // Not cached: an iterating statement must not be started again by another caller.
  const rows = database
    .prepare(`SELECT query_key, query, max(at) AS at FROM ${from} GROUP BY query_key, visitor ORDER BY query_key, at`)
    .iterate(...values)
  for (const row of rows) yield searchOf(row)
}

async function* searchesByVisitor(
  database: DatabaseSync,
  { since, limit }: { since: number; limit: number },
): AsyncGenerator<VisitorSearch> {
  const newest = `(SELECT rowid AS row, visitor, query_key, at FROM events
    WHERE query_key IS NOT NULL AND at > ? ORDER BY at DESC LIMIT ?)`
  const rows = database
    .prepare(`SELECT visitor, query_key, at FROM ${newest} ORDER BY visitor, at, row`)
    .iterate(since, limit)
  for (const row of rows) yield { visitor: String(row.visitor), key: String(row.query_key), at: Number(row.at) }
}

async function* deeds(database: DatabaseSync, kind: DeedKind, limit: number): AsyncGenerator<Deed> {
  const newest = `(SELECT rowid AS row, visitor, item, at FROM events WHERE ${DEEDS[kind]} ORDER BY at DESC LIMIT ?)`
  const rows = database
    .prepare(
      `WITH newest AS ${newest}, common AS (SELECT item FROM newest GROUP BY item HAVING count(DISTINCT visitor) > 1)
       SELECT visitor, item, at FROM newest WHERE item IN common ORDER BY visitor, at, row`,
    )
    .iterate(limit)
  for (const row of rows) yield { visitor: String(row.visitor), item: String(row.item), at: Number(row.at) }
}

const searchOf = (row: Record<string, SQLOutputValue>): Search => ({
  key: String(row.query_key),
  text: String(row.query),
  at: Number(row.at),
})

function erase(sql: Statements, visitor: string, at: number): void {
  sql(
    'INSERT INTO erasures (visitor, at) VALUES (?, ?) ON CONFLICT (visitor) DO UPDATE SET at = max(at, excluded.at)',
  ).run(visitor, at)
  sql('DELETE FROM events WHERE visitor = ? AND at <= ?').run(visitor, at)
  sql('DELETE FROM impressions WHERE visitor = ? AND at <= ?').run(visitor, at)
}

const isErased = (sql: Statements, { visitor, at }: { visitor: string | null; at: number }): boolean =>
  visitor !== null && sql('SELECT 1 FROM erasures WHERE visitor = ? AND at >= ?').get(visitor, at) !== undefined

/** False when the id was there already. */
function insert(sql: Statements, event: LoggedEvent, arrived: number): boolean {
  const { changes } = sql(
    `INSERT OR IGNORE INTO events (id, type, at, visitor, item, query, surface, position, impression, query_key, arrived)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    event.id,
    event.type,
    event.at,
    event.visitor,
    event.item ?? null,
    event.query ?? null,
    event.surface ?? null,
    event.position ?? null,
    event.impression ?? null,
    event.query === undefined ? null : normalise(event.query),
    arrived,
  )
  return changes === 1
}
