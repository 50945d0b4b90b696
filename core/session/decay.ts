/** Exponential decay of one number, true at a time of its own; adding does not depend on the order of arrival. */
import { LASTING_MS } from '#core/session/counts'

type Decayed = { weight: number; /** Epoch ms at which `weight` is true. */ at: number }

/** The weight at `now`; a time before `at` (a slow clock) is taken as `at`. */
export function weightAt(value: Decayed, now: number): number {
  return value.weight * 2 ** (-Math.max(0, now - value.at) / LASTING_MS)
}

/** Adds `amount`, true at `at`. Commutative: any order of the same additions gives the same value. */
export function add(value: Decayed, amount: number, at: number): Decayed {
  const later = Math.max(value.at, at)
  return { weight: weightAt(value, later) + weightAt({ weight: amount, at }, later), at: later }
}
