/**
 * The only TTL arithmetic of the product. An entry carries absolute deadlines, computed once when it is stored; every
 * tier, the engine and the metrics ask `freshnessOf` and nothing else, so no two of them can disagree at a boundary.
 *
 *   received        freshUntil      revalidateUntil      errorUntil          keepUntil
 *      |--- fresh ------|--- stale -------|--- error-only -----|--- expired -----|  (gone)
 *
 * The stale windows all count from expiry (RFC 5861) and may have any order and length; `keepUntil` is past them all.
 */
import { epochMs, type EpochMs } from '#core/contract/time'

/**
 * fresh: serve. stale: serve and refresh behind the answer (stale-while-revalidate).
 * error-only: serve only when the origin fails (stale-if-error). expired: only good as a validator.
 */
export type Freshness = 'fresh' | 'stale' | 'error-only' | 'expired'

export type Deadlines = {
  readonly freshUntil: EpochMs
  readonly revalidateUntil: EpochMs
  /** An origin that answers 5xx, or nothing at all. */
  readonly errorUntil: EpochMs
  /** An origin that cannot be reached (RFC 9111 section 4.2.4: a disconnected cache may serve stale). */
  readonly disconnectedUntil: EpochMs
  /** After this no store may return the entry. */
  readonly keepUntil: EpochMs
}

/** How long a response may be used, in seconds, as its headers say; `ageSeconds` is its corrected initial age. */
export type Lifetime = {
  readonly freshSeconds: number
  readonly revalidateSeconds: number
  readonly errorSeconds: number
  readonly disconnectedSeconds: number
  readonly ageSeconds: number
  /** How long a response with a validator stays after its last other deadline. */
  readonly validatorSeconds: number
}

/** Of a response that is passed on and not kept. */
export const UNKEPT: Lifetime = {
  freshSeconds: 0,
  revalidateSeconds: 0,
  errorSeconds: 0,
  disconnectedSeconds: 0,
  ageSeconds: 0,
  validatorSeconds: 0,
}

/** RFC 9111 section 4.2: fresh while freshness_lifetime > current_age, so a deadline itself is already outside. */
export function freshnessOf(deadlines: Deadlines, now: number): Freshness {
  if (now < deadlines.freshUntil) return 'fresh'
  if (now < deadlines.revalidateUntil) return 'stale'
  if (now < deadlines.errorUntil) return 'error-only'
  return 'expired'
}

/** Whether the entry may stand in for an origin that failed: it answered with an error, or could not be reached. */
export function isServableOnError(deadlines: Deadlines, now: number, reached: boolean): boolean {
  if (freshnessOf(deadlines, now) !== 'expired') return true
  return !reached && now < deadlines.disconnectedUntil
}

/**
 * Whatever the windows add up to: an entry must be gone while the purges that concern it are still known. A day less than
 * PURGE_KEPT_MS (purge.ts), since the clocks of what stores and of what prunes are two.
 */
const MAX_KEPT_MS = 7 * 86_400_000

export function deadlinesOf(receivedAt: EpochMs, lifetime: Lifetime): Deadlines {
  const end = receivedAt + MAX_KEPT_MS
  const until = (from: number, seconds: number): EpochMs => epochMs(Math.min(from + seconds * 1_000, end))
  const freshUntil = until(receivedAt, lifetime.freshSeconds - lifetime.ageSeconds)
  const revalidateUntil = until(freshUntil, lifetime.revalidateSeconds)
  const errorUntil = until(freshUntil, lifetime.errorSeconds)
  const disconnectedUntil = until(freshUntil, lifetime.disconnectedSeconds)
  const last = Math.max(receivedAt, freshUntil, revalidateUntil, errorUntil, disconnectedUntil)
  const keepUntil = until(last, lifetime.validatorSeconds)
  return { freshUntil, revalidateUntil, errorUntil, disconnectedUntil, keepUntil }
}

/** Seconds of freshness left, negative once stale: the `ttl` of RFC 9211. */
export function ttlSeconds(deadlines: Deadlines, now: number): number {
  return Math.floor((deadlines.freshUntil - now) / 1_000)
}

/** Largest share of a lifetime that jitter takes off. */
const JITTER = 0.1

/** Shortens freshness by up to a tenth, so that what was stored together does not expire together. Never lengthens. */
export function jittered(lifetime: Lifetime, random: () => number): Lifetime {
  return { ...lifetime, freshSeconds: lifetime.freshSeconds * (1 - JITTER * random()) }
}
