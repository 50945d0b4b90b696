import type { StoredEntry } from '#core/cache/entry'
import type { LoadFailure } from '#core/cache/event'

/** What one load came to: plain data, because requests other than the one that started it read it. */
export type Loaded =
  /** A slower tier had it, fresh or inside stale-while-revalidate. */
  | { outcome: 'found'; entry: StoredEntry; tier: string }
  /** The origin answered something that may be passed on. */
  | {
      outcome: 'fetched'
      entry: StoredEntry
      originStatus: number
      originMs: number
      stored: boolean
      /** The slower tiers have it. Only the leader, which gives its lease back then, may wait for this. */
      written: Promise<void>
    }
  /** The reply belongs to one visitor or is too large to keep: the leader has it in hand, nobody else may see it. */
  | { outcome: 'unshared' }
  /** Another isolate is loading, or the origin has no place for a refresh now, and nobody here waits for it. */
  | { outcome: 'deferred' }
  /** `held`: the newest older entry any tier had, for stale-if-error. */
  | { outcome: 'failed'; reason: LoadFailure; held: StoredEntry | undefined }
