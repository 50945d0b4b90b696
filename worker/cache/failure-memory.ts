import type { LoadFailure } from '#core/cache/event'

export type FailureMemory = {
  /** The failure of `key` that still stands, or `undefined` when the origin may be asked again. */
  recall(key: string): { reason: LoadFailure; retryAfterSeconds: number } | undefined
  remember(key: string, reason: LoadFailure): void
  forget(key: string): void
}

/** Long enough that a busy key costs a dead origin about one call a second per isolate, short enough to notice its return. */
const HOLD_MS = 1_000
const MAX_KEYS = 4_096

/** Negative caching of failed loads: a failing origin is asked once per key and hold, not once per visitor. */
export function createFailureMemory(deps: { now: () => number; random: () => number }): FailureMemory {
  const failures = new Map<string, { reason: LoadFailure; until: number }>()
  return {
    recall(key) {
      const failure = failures.get(key)
      if (failure === undefined) return undefined
      const left = failure.until - deps.now()
      if (left > 0) return { reason: failure.reason, retryAfterSeconds: Math.ceil(left / 1_000) }
      failures.delete(key)
      return undefined
    },
    remember(key, reason) {
      failures.delete(key)
      // Half to one and a half holds, so that keys which failed together are not retried together.
      failures.set(key, { reason, until: deps.now() + HOLD_MS * (0.5 + deps.random()) })
      if (failures.size <= MAX_KEYS) return
      for (const oldest of failures.keys()) {
        failures.delete(oldest)
        break
      }
    },
    forget: (key) => void failures.delete(key),
  }
}
