/**
 * A circuit breaker as plain state: closed (calls pass), open (calls are refused for a while), half-open (one call in a
 * while probes). An isolate sees little traffic, so a rate of failures counts only above a minimum of calls.
 */
export type Breaker = {
  /** Whether a call may be made now. In the half-open state only one may, until its result is recorded. */
  allows(): boolean
  record(result: 'ok' | 'failed'): void
  state(): 'closed' | 'open' | 'half-open'
}

export type BreakerOptions = {
  /** Opens when, of at least `minCalls` in the window, this share failed. */
  readonly failureShare: number
  readonly minCalls: number
  readonly windowMs: number
  readonly openMs: number
}

export function createBreaker(options: BreakerOptions, now: () => number): Breaker {
  let windowStart = now()
  let calls = 0
  let failures = 0
  let openedAt: number | undefined
  let probing = false

  const state = (): 'closed' | 'open' | 'half-open' => {
    if (openedAt === undefined) return 'closed'
    return now() - openedAt < options.openMs ? 'open' : 'half-open'
  }
  const restart = (): void => {
    windowStart = now()
    calls = 0
    failures = 0
  }

  return {
    state,
    allows() {
      const current = state()
      if (current === 'closed') return true
      if (current === 'open' || probing) return false
      probing = true
      return true
    },
    record(result) {
      if (openedAt !== undefined) {
        // A late result of a call made before it opened says nothing new; only the probe's does.
        if (!probing) return
        probing = false
        openedAt = result === 'ok' ? undefined : now()
        return restart()
      }
      if (now() - windowStart >= options.windowMs) restart()
      calls += 1
      if (result === 'failed') failures += 1
      if (calls >= options.minCalls && failures >= calls * options.failureShare) openedAt = now()
    },
  }
}
