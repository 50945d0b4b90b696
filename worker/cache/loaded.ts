import type { StoredEntry } from '#core/cache/entry'
import type { LoadFailure } from '#core/cache/event'

/** What one load came to: plain data, because requests other than the one that started it read it. */
export type Loaded =
  /** A slower tier had it, fresh or inside stale-while-revalidate. */
  | { outcome: 'found'; entry: StoredEntry; tier: string }
  /** The origin answered something that may be passed on. */
  | { outcome: 'fetched'; entry: StoredEntry; originStatus: number; originMs: number; stored: boolean }
  /** The reply belongs to one visitor or is too large to keep: the leader has it in hand, nobody else may see it. */
  | { outcome: 'unshared' }
  /** `held`: the newest older entry any tier had, for stale-if-error. */
  | { outcome: 'failed'; reason: LoadFailure; held: StoredEntry | undefined }
