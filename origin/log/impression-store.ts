/**
 * What impressions teach: how often each item was shown, and how often that got a click. Counted when half an hour has
 * passed, so that a click has had its time, and only for visitors who can be followed; an item of a visitor who came
 * back to it in that time counts once. Counts fade, so that an item whose time has come is tried again.
 */
import type { DatabaseSync } from 'node:sqlite'
import type { Trials } from '#core/contract/retrieval'
import { createStatements, type Statements } from '../storage/statements.ts'
import { inTransaction } from '../storage/transaction.ts'
import { SLOW_CLOCK_MS } from './slow-clock.ts'

const CLICK_MS = 30 * 60_000
const DAY_MS = 86_400_000
const HALF_LIFE_MS = 14 * DAY_MS
/** Impressions are for judging other rankings later; older ones are deleted. */
const RETENTION_MS = 90 * DAY_MS
/** Impressions counted, and rows deleted, in one transaction: others wait to write meanwhile. */
const CHUNK = 2_000

export type ImpressionStore = {
  /** Counts what is old enough and was not counted yet, and deletes what is too old. @returns how many of each. */
  settle: (now: number) => Promise<{ counted: number; deleted: number }>
  /** Items that were never shown are missing. */
  trials: (ids: readonly string[]) => Promise<Map<string, Trials>>
}

/** In the tables `impressions`, `item_trials` and `trials_counted`. */
export function sqliteImpressionStore(database: DatabaseSync): ImpressionStore {
  const sql = createStatements(database)
  return {
    settle: async (now) => {
      const counted = count(database, sql, now - CLICK_MS)
      return { counted, deleted: deleteOlder(sql, now - RETENTION_MS) }
    },
    trials: async (ids) => {
      const rows = sql('SELECT item, shown, clicks FROM item_trials WHERE item IN (SELECT value FROM json_each(?))')
      const trialsOf = ({ shown, clicks }: Record<string, unknown>) => ({
        shown: tenths(Number(shown)),
        clicks: tenths(Number(clicks)),
      })
      return new Map(rows.all(JSON.stringify(ids)).map((row) => [String(row.item), trialsOf(row)]))
    },
  }
}

const tenths = (value: number) => Math.round(value * 10) / 10

function count(database: DatabaseSync, sql: Statements, until: number): number {
  let from = Number(sql('SELECT until FROM trials_counted').get()?.until ?? 0)
  let counted = 0
  while (from < until) {
    const last = sql('SELECT at FROM impressions WHERE at > ? AND at <= ? ORDER BY at LIMIT 1 OFFSET ?')
    const end = Number(last.get(from, until, CHUNK - 1)?.at ?? until)
    counted += inTransaction(database, () => countRange(sql, from, end))
    from = end
  }
  return counted
}

/**
 * Clicks of the visitor on the item within half an hour of the impression make it a success. One that names it does also
 * when it is dated before: a client's clock may be slow.
 */
function countRange(sql: Statements, from: number, end: number): number {
  const fade = 2 ** -(Math.min(end - from, RETENTION_MS) / HALF_LIFE_MS)
  sql('UPDATE item_trials SET shown = shown * ?, clicks = clicks * ?').run(fade, fade)
  sql('DELETE FROM item_trials WHERE shown < 0.05').run()
  sql(
    `INSERT INTO item_trials (item, shown, clicks)
     SELECT each.value, count(*), sum(EXISTS (
       SELECT 1 FROM events WHERE events.visitor = impressions.visitor AND events.item = each.value
         AND events.at BETWEEN impressions.at - ${SLOW_CLOCK_MS} AND impressions.at + ${CLICK_MS}
         AND (events.at >= impressions.at OR events.impression = impressions.id)))
     FROM impressions, json_each(impressions.items) AS each
     WHERE impressions.visitor IS NOT NULL AND impressions.at > ? AND impressions.at <= ?
     GROUP BY each.value
     ON CONFLICT (item) DO UPDATE SET shown = shown + excluded.shown, clicks = clicks + excluded.clicks`,
  ).run(from, end)
  sql('INSERT OR REPLACE INTO trials_counted (only, until) VALUES (1, ?)').run(end)
  const range = sql('SELECT count(*) AS rows FROM impressions WHERE at > ? AND at <= ?').get(from, end)
  return Number(range?.rows)
}

function deleteOlder(sql: Statements, before: number): number {
  const chunk = sql(
    'DELETE FROM impressions WHERE rowid IN (SELECT rowid FROM impressions WHERE at < ? ORDER BY at LIMIT ?)',
  )
  let deleted = 0
  for (;;) {
    const { changes } = chunk.run(before, CHUNK)
    deleted += Number(changes)
    if (Number(changes) < CHUNK) return deleted
  }
}
