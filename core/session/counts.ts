/**
 * Counts that fade with two half-lives at once: what was done in this session, and what stays true for weeks. Stored
 * with the time they are true at; adding brings both sides to the later time, so any order of additions is the same.
 */
import { days, minutes } from '#core/contract/time'

export type Counts = {
  clicks: number
  expected: number
  /** The same with the half-life of a session. */
  freshClicks: number
  freshExpected: number
  /** Epoch ms at which all four are true. */
  at: number
}

/** Interest halves in a week: strong within a visit, still felt on the next ones. */
export const LASTING_MS = days(7)
const FRESH_MS = minutes(15)

/** `fresh`: what this visit says; `lasting`: what the last weeks say. */
export type HalfLife = 'fresh' | 'lasting'

/** What is left at `now` of a count that was true at `at`; a time before `at` (a slow clock) is taken as `at`. */
export const leftOf = (at: number, now: number, half: HalfLife): number =>
  2 ** (-Math.max(0, now - at) / (half === 'fresh' ? FRESH_MS : LASTING_MS))

/** The counts at `now`; a time before `at` (a slow clock) is taken as `at`. */
export function countsAt(counts: Counts, now: number): Counts {
  const later = Math.max(counts.at, now)
  const lasting = 2 ** ((counts.at - later) / LASTING_MS)
  const fresh = 2 ** ((counts.at - later) / FRESH_MS)
  return {
    clicks: counts.clicks * lasting,
    expected: counts.expected * lasting,
    freshClicks: counts.freshClicks * fresh,
    freshExpected: counts.freshExpected * fresh,
    at: later,
  }
}

export function sumOf(one: Counts | undefined, other: Counts): Counts {
  if (one === undefined || one.at === 0) return other
  const [a, b] = [countsAt(one, other.at), countsAt(other, one.at)]
  return {
    clicks: a.clicks + b.clicks,
    expected: a.expected + b.expected,
    freshClicks: a.freshClicks + b.freshClicks,
    freshExpected: a.freshExpected + b.freshExpected,
    at: a.at,
  }
}

export const counted = (amount: { clicks: number; expected: number }, at: number): Counts => ({
  ...amount,
  freshClicks: amount.clicks,
  freshExpected: amount.expected,
  at,
})
