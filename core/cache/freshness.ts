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

export function deadlinesOf(receivedAt: EpochMs, lifetime: Lifetime): Deadlines {
  const freshUntil = receivedAt + (lifetime.freshSeconds - lifetime.ageSeconds) * 1_000
  const revalidateUntil = freshUntil + lifetime.revalidateSeconds * 1_000
  const errorUntil = freshUntil + lifetime.errorSeconds * 1_000
  const disconnectedUntil = freshUntil + lifetime.disconnectedSeconds * 1_000
  const last = Math.max(freshUntil, revalidateUntil, errorUntil, disconnectedUntil)
  return {
    freshUntil: epochMs(freshUntil),
    revalidateUntil: epochMs(revalidateUntil),
    errorUntil: epochMs(errorUntil),
    disconnectedUntil: epochMs(disconnectedUntil),
    keepUntil: epochMs(Math.max(last, receivedAt) + lifetime.validatorSeconds * 1_000),
  }
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
