import type { LoadFailure } from '#core/cache/event'
import { createExpiringMap } from './expiring-map.ts'

export type FailureMemory = {
  /** The failure of `key` that still stands, or `undefined` when the origin may be asked again. */
  recall(key: string): { reason: LoadFailure; retryAfterSeconds: number } | undefined
  /** Why the last load of `key` failed, also when the origin may be asked again; `undefined` when it did not. */
  last(key: string): LoadFailure | undefined
  remember(key: string, reason: LoadFailure): void
  forget(key: string): void
}

/** Long enough that a busy key costs a dead origin about one call a second per isolate, short enough to notice its return. */
const HOLD_MS = 1_000
/** So long nobody who can be given something stale waits for the origin to answer again: it is tried behind their answers. */
const SUSPECT_MS = 10_000

/** Negative caching of failed loads: a failing origin is asked once per key and hold, not once per visitor. */
export function createFailureMemory(deps: { now: () => number; random: () => number }): FailureMemory {
  const failures = createExpiringMap<LoadFailure>(deps.now)
  const suspects = createExpiringMap<LoadFailure>(deps.now)
  return {
    recall(key) {
      const failure = failures.get(key)
      if (failure === undefined) return undefined
      return { reason: failure.value, retryAfterSeconds: Math.ceil(failure.leftMs / 1_000) }
    },
    // Half to one and a half holds, so that keys which failed together are not retried together.
    remember(key, reason) {
      failures.set(key, reason, HOLD_MS * (0.5 + deps.random()))
      suspects.set(key, reason, SUSPECT_MS)
    },
    last: (key) => suspects.get(key)?.value,
    forget(key) {
      failures.delete(key)
      suspects.delete(key)
    },
  }
}
