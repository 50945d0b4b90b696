/**
 * Exponential decay that does not depend on the order of arrival: a weight is stored with the time it is true at,
 * and adding an older or newer amount brings both to the later of the two times.
 */
import { days } from '#core/contract/time'

/** Interest halves in a week: strong within a visit, still felt on the next ones. */
export const HALF_LIFE_MS = days(7)

export type Decayed = { weight: number; /** Epoch ms at which `weight` is true. */ at: number }

/** The weight at `now`; a time before `at` (a slow clock) is taken as `at`. */
export function weightAt(value: Decayed, now: number): number {
  return value.weight * 2 ** (-Math.max(0, now - value.at) / HALF_LIFE_MS)
}

/** Adds `amount`, true at `at`. Commutative: any order of the same additions gives the same value. */
export function add(value: Decayed | undefined, amount: number, at: number): Decayed {
  if (value === undefined) return { weight: amount, at }
  const later = Math.max(value.at, at)
  return { weight: weightAt(value, later) + weightAt({ weight: amount, at }, later), at: later }
}
