import type { LogBatch, LogReply } from '#core/contract/events'
import type { Deed } from '#core/rank/knn/sessions'

/** An item and the decayed number of visitors who dealt with it. */
type TrendingItem = { item: string; visitors: number }

/** A visitor's latest search of one query. */
export type Search = {
  /** Normal form: what counts as the same query. */
  key: string
  /** As that visitor spelt it. */
  text: string
  at: number
}

/** One search of one visitor. */
export type VisitorSearch = { visitor: string; key: string; at: number }

/** `baskets`: only what was put into a basket or bought. */
export type DeedKind = 'neighbours' | 'baskets'

/** Port: the log of interactions, the only source of truth for behaviour. Implemented by SQLite; in production by Upstash Redis. */
export type EventLog = {
  /**
   * Erases, then appends, as one transaction. An event id is counted once, whenever it arrives. An event of an erased
   * visitor from before the erasure is dropped and counted as neither.
   */
  append: (batch: LogBatch) => Promise<LogReply>
  /** The strongest items of the last days, each visitor counted once an item, the latest and strongest deed counting. */
  /** Searches that happened after `since`, the latest of each visitor, sorted by key and then time. */
  searches: (options: { since: number }) => AsyncIterable<Search>
  /** The same of searches that arrived here after `since`, whenever they happened; of more than `limit` the newest. */
  arrivals: (options: { since: number; limit: number }) => AsyncIterable<Search>
  /** The searches of one query after `since`, the latest of each visitor, oldest first. */
  searchesOf: (key: string, options: { since: number }) => Promise<Search[]>
  /** Every search after `since` by visitor and then time; of more than `limit` the newest. */
  searchesByVisitor: (options: { since: number; limit: number }) => AsyncIterable<VisitorSearch>
  /** When the oldest search happened; null when there is none. */
  firstSearch: () => Promise<number | null>
  /** Changes whenever searches come or go. */
  stamp: () => Promise<string>
  /**
   * The newest `limit` deeds by visitor and then time. An item that one visitor alone dealt with is left out: whoever
   * looks at it would be shown what that visitor did.
   */
  deeds: (kind: DeedKind, options: { limit: number }) => AsyncIterable<Deed>
  /** Changes whenever deeds come or go. */
  deedStamp: () => Promise<string>
  trending: (options: { now: number; limit: number }) => Promise<TrendingItem[]>
}
