/** Port and SQLite implementation: what a training reads of the log, in order of time. */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { impression, type Impression } from '#core/contract/impressions'
import { parseReply } from '#core/contract/parse'
import { SLOW_CLOCK_MS } from './slow-clock.ts'

type ShownList = { kind: 'list' } & Pick<Impression, 'id' | 'at' | 'visitor' | 'query' | 'items' | 'context'>
type LoggedDeed = {
  kind: 'deed'
  at: number
  visitor: string
  item: string
  type: string
  impression: string | undefined
}

export type TrainingHistory = {
  /** The newest `limit` lists, and every deed since the hour before them. At one moment lists come first. */
  read: (options: { limit: number }) => AsyncIterable<ShownList | LoggedDeed>
}

/** Reads the tables `impressions` and `events` side by side. */
export function sqliteTrainingHistory(database: DatabaseSync): TrainingHistory {
  return {
    async *read({ limit }) {
      const first = database
        .prepare('SELECT min(at) AS at FROM (SELECT at FROM impressions ORDER BY at DESC LIMIT ?)')
        .get(limit)?.at
      if (typeof first !== 'number') return
      const lists = database
        .prepare('SELECT id, at, visitor, query, items, context FROM impressions WHERE at >= ? ORDER BY at, rowid')
        .iterate(first)
      const deeds = database
        .prepare(
          // A client's clock may be slow: what answers a list did not happen before the list.
          `SELECT max(events.at, coalesce(shown.at, events.at)) AS at, events.visitor, item, type, impression
           FROM events LEFT JOIN impressions AS shown ON shown.id = events.impression
           WHERE events.at >= ? AND item IS NOT NULL ORDER BY 1, events.rowid`,
        )
        .iterate(first - SLOW_CLOCK_MS)
      let list = lists.next()
      let deed = deeds.next()
      while (list.done !== true || deed.done !== true) {
        if (list.done !== true && (deed.done === true || Number(list.value.at) <= Number(deed.value.at))) {
          yield listOf(list.value)
          list = lists.next()
        } else if (deed.done !== true) {
          yield deedOf(deed.value)
          deed = deeds.next()
        }
      }
    },
  }
}

type Row = Record<string, SQLOutputValue>

const listOf = (row: Row): ShownList => ({
  kind: 'list',
  id: String(row.id),
  at: Number(row.at),
  visitor: row.visitor === null ? null : String(row.visitor),
  query: String(row.query),
  items: parseReply(impression.entries.items, JSON.parse(String(row.items))),
  context: row.context === null ? undefined : parseReply(impression.entries.context, JSON.parse(String(row.context))),
})

const deedOf = (row: Row): LoggedDeed => ({
  kind: 'deed',
  at: Number(row.at),
  visitor: String(row.visitor),
  item: String(row.item),
  type: String(row.type),
  impression: row.impression === null ? undefined : String(row.impression),
})
