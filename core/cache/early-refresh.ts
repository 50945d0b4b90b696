/**
 * XFetch (Vattani, Chierichetti, Lowenstein: Optimal Probabilistic Cache Stampede Prevention, VLDB 2015): each reader
 * of a fresh entry refreshes it early with a probability that rises towards expiry, scaled by how long a load takes:
 * now - delta * beta * ln(random) >= expiry, beta = 1. Isolates that share no lock then still rarely expire together.
 */

import type { StoredEntry } from './entry.ts'

/** ln(random) is below -20 once in 5e8 draws: farther from expiry than 20 loads the draw is skipped. */
const NEGLIGIBLE_LOADS = 20

export function isEarlyRefreshDue(entry: StoredEntry, now: number, random: () => number): boolean {
  const left = entry.deadlines.freshUntil - now
  if (left > entry.loadMs * NEGLIGIBLE_LOADS) return false
  // 1 - random() lies in (0, 1]: the logarithm stays finite.
  return -Math.log(1 - random()) * entry.loadMs >= left
}
