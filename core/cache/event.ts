/** Every outcome of the cache. Metrics and the traces of the tests consume this stream and nothing else. */

/**
 * 'timeout' and 'failed': the origin was not reached. 'error-status': it answered 5xx. 'crowded': too much was under way
 * already, and it was not asked.
 */
export type LoadFailure = 'timeout' | 'failed' | 'error-status' | 'bad-reply' | 'crowded'

export type CacheEvent =
  | { type: 'hit'; key: string; tier: string; ttlSeconds: number }
  | { type: 'stale'; key: string; tier: string; ttlSeconds: number; why: 'revalidating' | 'origin-failed' }
  | { type: 'miss'; key: string }
  /** Another request's load is under way; this one waits for its result. */
  | { type: 'joined'; key: string }
  | { type: 'backfilled'; key: string; tier: string }
  | { type: 'tier-failed'; tier: string; operation: 'get' | 'set' | 'delete'; cause: unknown }
  /** The tier failed too often and is left alone for a while. */
  | { type: 'tier-opened'; tier: string }
  /** Another isolate is loading the key: this one waits for its result to appear in a tier. */
  | { type: 'lease-taken'; key: string }
  | { type: 'refresh-started'; key: string; why: 'stale' | 'early' }
  | { type: 'loaded'; key: string; status: number; originMs: number; stored: boolean }
  | { type: 'load-failed'; key: string; reason: LoadFailure; cause: unknown }
  /** The reply is for its own visitor only: whoever joined asks for itself. */
  | { type: 'unshared'; key: string; status: number; rule: string }
  /** This caller's own deadline passed while the load goes on. */
  | { type: 'wait-timed-out'; key: string }
