import { describe, expect, it } from 'vitest'
import { durationMs, epochMs } from '#core/contract/time'
import { counted, isRising, popularity, type Counters } from '#core/suggest/popularity'

const HOUR = 3_600_000
const hour = (hours: number) => epochMs(hours * HOUR)

/** `count` every hour from 0 to `hours`. */
function steady(count: number, hours: number): Counters {
  let counters: Counters | undefined
  for (let at = 0; at <= hours; at++) counters = counted(counters, count, hour(at))
  return counters ?? { fast: 0, slow: 0, at: hour(0) }
}

describe('isRising', () => {
  it('says so while a burst lasts, and not of what is steady or rare', () => {
    const before = steady(2, 1_000)
    const rising = (counters: Counters, hours: number) => isRising(counters, hour(hours), hour(0))
    expect(rising(before, 1_000)).toBe(false)
    const burst = counted(before, 100, hour(1_000))
    expect([rising(burst, 1_000), rising(burst, 1_002), rising(burst, 1_048)]).toEqual([true, true, false])
    expect(rising(counted(undefined, 1, hour(1_000)), 1_000)).toBe(false)
  })
})

describe('popularity', () => {
  it('of a steady query is its rate, whatever the half-lives', () => {
    const rate = popularity(steady(6, 2_000), hour(2_000), hour(0)) * HOUR
    expect(rate).toBeGreaterThan(5.9)
    expect(rate).toBeLessThan(6.2)
  })

  it('follows a burst within the fast half-life', () => {
    const before = steady(2, 1_000)
    const burst = counted(before, 400, hour(1_000))
    expect(popularity(burst, hour(1_000), hour(0))).toBeGreaterThan(20 * popularity(before, hour(1_000), hour(0)))
  })

  it('forgets a burst that is over', () => {
    const burst = counted(undefined, 10_000, hour(1_000))
    const later = popularity(burst, hour(1_048), hour(0))
    expect(later).toBeLessThan(popularity(burst, hour(1_000), hour(0)) / 500)
  })

  it('does not let a single occurrence overtake a steadily popular query', () => {
    const once = counted(undefined, 1, hour(1_000))
    expect(popularity(once, hour(1_000), hour(0))).toBeLessThan(popularity(steady(1, 1_000), hour(1_000), hour(0)))
  })

  it('decays lazily: two updates equal one later reading of both', () => {
    const halfLives = { fast: durationMs(HOUR), slow: durationMs(2 * HOUR) }
    const counters = counted(counted(undefined, 8, hour(0), halfLives), 1, hour(2), halfLives)
    expect(counters).toEqual({ fast: 3, slow: 5, at: hour(2) })
  })
})
