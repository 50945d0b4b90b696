import { expect, it } from 'vitest'
import { LiftCounts } from '#core/rank/features/counts'

it('the logarithm follows every count, loaded ones too', () => {
  const counts = new LiftCounts(2)
  expect(counts.logLift(7)).toBe(0)
  counts.click(7, 4)
  expect(counts.logLift(7)).toBe(Math.log(3))
  counts.expect(7, 1)
  expect(counts.logLift(7)).toBe(Math.log(2))
  const copy = new LiftCounts(2)
  expect(copy.logLift(7)).toBe(0)
  copy.load(counts.save())
  expect(copy.logLift(7)).toBe(Math.log(2))
})

it('a key that was never met lifts nothing', () => {
  expect(new LiftCounts(2).logLift(100_000)).toBe(0)
})
