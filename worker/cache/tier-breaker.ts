import { createBreaker } from '#core/cache/breaker'
import type { CacheEvent } from '#core/cache/event'

/** A tier that keeps failing is not asked for a while; each failure is an event, and so is the rest that follows. */
export type TierBreaker = {
  allows(): boolean
  succeeded(): void
  failed(operation: 'get' | 'set' | 'delete', cause: unknown): void
}

const BREAKER = { failureShare: 0.5, minCalls: 5, windowMs: 10_000, openMs: 5_000 }

export function createTierBreaker(
  tier: string,
  deps: { now: () => number; onEvent: (event: CacheEvent) => void },
): TierBreaker {
  const breaker = createBreaker(BREAKER, deps.now)
  return {
    allows: () => breaker.allows(),
    succeeded: () => breaker.record('ok'),
    failed(operation, cause) {
      deps.onEvent({ type: 'tier-failed', tier, operation, cause })
      breaker.record('failed')
      if (breaker.state() === 'open') deps.onEvent({ type: 'tier-opened', tier })
    },
  }
}
