import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Accumulator } from '#core/rank/knn/accumulator'
import { topSlots } from '#core/rank/knn/top'

const pairs = fc.array(fc.tuple(fc.nat(50), fc.integer({ min: 1, max: 9 })), { maxLength: 200 })

it('sums and ranks as a Map and a sort do, also after being emptied', () => {
  const sums = new Accumulator(64)
  fc.assert(
    fc.property(pairs, fc.nat(20), (list, count) => {
      const expected = new Map<number, number>()
      for (const [key, amount] of list) {
        sums.add(key, amount)
        expected.set(key, (expected.get(key) ?? 0) + amount)
      }
      const best = [...expected].sort((a, b) => b[1] - a[1] || b[0] - a[0]).slice(0, count)
      const found = Array.from(topSlots(sums, count), (slot) => [sums.keyAt(slot), sums.sums[slot]])
      sums.clear()
      expect(found).toEqual(best)
    }),
  )
})

it('a full accumulator ignores new keys and keeps the old', () => {
  const sums = new Accumulator(2)
  for (const key of [1, 2, 3, 1]) sums.add(key, 1)
  expect(Array.from(topSlots(sums, 9), (slot) => [sums.keyAt(slot), sums.sums[slot]])).toEqual([
    [1, 2],
    [2, 1],
  ])
})
