/**
 * A circuit breaker as plain state: closed (calls pass), open (calls are refused for a while), half-open (one call in a
 * while probes). An isolate sees little traffic, so a rate of failures counts only above a minimum of calls. The window
 * slides in two halves: when one is full the older is let go, so a burst is never judged without what went before it.
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
  const halfMs = options.windowMs / 2
  let halfStart = now()
  let older = { calls: 0, failures: 0 }
  let newer = { calls: 0, failures: 0 }
  let openedAt: number | undefined
  let probedAt: number | undefined

  const state = (): 'closed' | 'open' | 'half-open' => {
    if (openedAt === undefined) return 'closed'
    return now() - openedAt < options.openMs ? 'open' : 'half-open'
  }
  const slide = (): void => {
    const halves = Math.floor((now() - halfStart) / halfMs)
    if (halves < 1) return
    older = halves === 1 ? newer : { calls: 0, failures: 0 }
    newer = { calls: 0, failures: 0 }
    halfStart += halves * halfMs
  }
  const restart = (): void => {
    halfStart = now()
    older = { calls: 0, failures: 0 }
    newer = { calls: 0, failures: 0 }
  }

  return {
    state,
    allows() {
      const current = state()
      if (current === 'closed') return true
      // A probe whose request was cancelled by the platform never reports: after a rest's time it counts as lost.
      if (current === 'open' || (probedAt !== undefined && now() - probedAt < options.openMs)) return false
      probedAt = now()
      return true
    },
    record(result) {
      if (openedAt !== undefined) {
        // A late result of a call made before it opened says nothing new; only the probe's does.
        if (probedAt === undefined) return
        probedAt = undefined
        openedAt = result === 'ok' ? undefined : now()
        return restart()
      }
      slide()
      newer.calls += 1
      if (result === 'failed') newer.failures += 1
      const calls = older.calls + newer.calls
      const failures = older.failures + newer.failures
      if (calls >= options.minCalls && failures >= calls * options.failureShare) openedAt = now()
    },
  }
}
