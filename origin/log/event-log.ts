import type { LogBatch, LogReply } from '#core/contract/events'

/** An item and the decayed number of visitors who dealt with it. */
type TrendingItem = { item: string; visitors: number }

/** Port: the log of interactions, the only source of truth for behaviour. Implemented by SQLite; in production by Upstash Redis. */
export type EventLog = {
  /**
   * Erases, then appends, as one transaction. An event id is counted once, whenever it arrives. An event of an erased
   * visitor from before the erasure is dropped and counted as neither.
   */
  append: (batch: LogBatch) => Promise<LogReply>
  /** The strongest items of the last days, each visitor counted once an item, the latest and strongest deed counting. */
  trending: (options: { now: number; limit: number }) => Promise<TrendingItem[]>
}
