/**
 * How popular a query is now: two decayed counters, a fast and a slow one, and a blend that trusts the fast one only when
 * it says something the slow one does not explain.
 *
 * Each counter is a rate estimate: a sum that halves every half-life, times ln 2 / half-life. On a steady log both
 * estimate the same rate, the slow one with far less noise; on a trending log the slow one is out of date. So the fast
 * rate is weighed by its surprise z, its distance from the slow one's expectation in standard deviations of a count:
 *
 *   rate = w · fast + (1 − w) · slow,   w = z² / (z² + CAUTION²),   z² = (n − e)² / (e + 1)
 *
 * with n the fast counter and e what it would hold at the slow rate. Updates are lazy: a counter is decayed when it is
 * touched or read, never on a timer.
 */
import { durationMs, type DurationMs, type EpochMs } from '../contract/time.ts'

export type Counters = { fast: number; slow: number; at: EpochMs }

type HalfLives = { fast: DurationMs; slow: DurationMs }

const HOUR = 3_600_000
const DEFAULT_HALF_LIVES: HalfLives = { fast: durationMs(3 * HOUR), slow: durationMs(3_650 * 24 * HOUR) }

/** Surprise, in standard deviations, at which both rates count the same. */
const CAUTION = 5

/** The counters after `count` more occurrences at `now`; pass undefined for a query never seen. */
export function counted(
  counters: Counters | undefined,
  count: number,
  now: EpochMs,
  halfLives = DEFAULT_HALF_LIVES,
): Counters {
  const before = counters === undefined ? { fast: 0, slow: 0 } : decayed(counters, now, halfLives)
  return { fast: before.fast + count, slow: before.slow + count, at: now }
}

/** A rise shows when it is this many times the slow rate, and more than one or two occurrences. */
const RISING_LIFT = 3
const RISING_LEAST = 2

/** Whether it is the fast counter that makes it as popular as it is. */
export function isRising(counters: Counters, now: EpochMs, began: EpochMs, halfLives = DEFAULT_HALF_LIVES): boolean {
  const { fast, slow } = decayed(counters, now, halfLives)
  const slowRate = slow / effectiveTime(halfLives.slow, now - began)
  return fast >= RISING_LEAST && popularity(counters, now, began, halfLives) >= RISING_LIFT * slowRate
}

/** Occurrences a millisecond; `began` is when counting started, before which nothing could be counted. */
export function popularity(counters: Counters, now: EpochMs, began: EpochMs, halfLives = DEFAULT_HALF_LIVES): number {
  const { fast, slow } = decayed(counters, now, halfLives)
  const fastTime = effectiveTime(halfLives.fast, now - began)
  const slowRate = slow / effectiveTime(halfLives.slow, now - began)
  const expected = slowRate * fastTime
  const surprise = (fast - expected) ** 2 / (expected + 1)
  const trust = surprise / (surprise + CAUTION ** 2)
  return trust * (fast / fastTime) + (1 - trust) * slowRate
}

function decayed(counters: Counters, now: EpochMs, halfLives: HalfLives): { fast: number; slow: number } {
  const age = Math.max(0, now - counters.at)
  return { fast: counters.fast * 2 ** (-age / halfLives.fast), slow: counters.slow * 2 ** (-age / halfLives.slow) }
}

/** What a counter at one occurrence a millisecond would hold after `age`. */
function effectiveTime(halfLife: DurationMs, age: number): number {
  return (halfLife / Math.LN2) * (1 - 2 ** (-Math.max(1, age) / halfLife))
}
