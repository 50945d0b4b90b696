/**
 * The generic cell rate algorithm: an exact token bucket in one number, the theoretical arrival time (TAT).
 * Source: ITU-T I.371, virtual scheduling; the form with cost is that of redis-cell's CL.THROTTLE.
 *
 *   emission interval T = window / quota            one token comes back every T
 *   allowed  when  tat' - now <= window             where tat' = max(tat, now) + cost * T
 *
 * A bucket that was never used, or not for a whole window, has tat <= now and is full: state may be dropped then.
 */

export type Quota = {
  /** Tokens in a full bucket. */ tokens: number
  /** Milliseconds in which an empty bucket fills. */ windowMs: number
}

/** Epoch milliseconds at which the bucket is full again; 0 for a bucket that was never used. */
export type Tat = number

export type Verdict =
  | { outcome: 'allowed'; remaining: number; resetMs: number }
  | { outcome: 'limited'; retryAfterMs: number; resetMs: number }

/** Takes `cost` tokens if the bucket has them; a limited take leaves the state as it was. */
export function take(tat: Tat, quota: Quota, options: { cost: number; now: number }): { verdict: Verdict; tat: Tat } {
  const { cost, now } = options
  const interval = quota.windowMs / quota.tokens
  const base = Math.max(tat, now)
  const next = base + cost * interval
  const excess = next - now - quota.windowMs
  if (excess > 1e-6) {
    return { verdict: { outcome: 'limited', retryAfterMs: Math.ceil(excess), resetMs: Math.ceil(base - now) }, tat }
  }
  const remaining = Math.floor((now + quota.windowMs - next) / interval + 1e-6)
  return { verdict: { outcome: 'allowed', remaining, resetMs: Math.ceil(next - now) }, tat: next }
}

/**
 * Adds a cost that was already admitted elsewhere; never refuses. The debt is bounded to one window, so that a bucket
 * which was charged too much still recovers within two windows.
 */
export function charge(tat: Tat, quota: Quota, options: { cost: number; now: number }): Tat {
  const next = Math.max(tat, options.now) + options.cost * (quota.windowMs / quota.tokens)
  return Math.min(next, options.now + 2 * quota.windowMs)
}
