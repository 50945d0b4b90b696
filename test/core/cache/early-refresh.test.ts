import { expect, it } from 'vitest'
import { epochMs } from '#core/contract/time'
import type { StoredEntry } from '#core/cache/entry'
import { entryAt } from '../../fakes/entries.ts'
import { isEarlyRefreshDue } from '#core/cache/early-refresh'

/** An entry fresh for `left` more milliseconds at time 0, whose load took 100 ms. */
const entry = (left: number): StoredEntry => {
  const at = epochMs(left)
  const deadlines = { freshUntil: at, revalidateUntil: at, errorUntil: at, disconnectedUntil: at, keepUntil: at }
  return entryAt(-900, { deadlines, loadMs: 100 })
}

it('is due when -ln(1 - random) loads reach expiry', () => {
  // -ln(1 - 0.6321) = 1.0000 load of 100 ms.
  expect(isEarlyRefreshDue(entry(99), 0, () => 0.6321206)).toBe(true)
  expect(isEarlyRefreshDue(entry(101), 0, () => 0.6321205)).toBe(false)
})

it('stays away from a far expiry whatever is drawn', () => {
  expect(isEarlyRefreshDue(entry(2_001), 0, () => 1 - Number.EPSILON)).toBe(false)
})

it('comes one load before expiry with probability 1/e', () => {
  let drawn = 0
  for (let i = 0; i < 1_000; i++) if (isEarlyRefreshDue(entry(100), 0, () => i / 1_000)) drawn++
  expect(drawn / 1_000).toBeCloseTo(Math.exp(-1), 2)
})
