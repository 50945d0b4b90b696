import fc from 'fast-check'
import { expect, it } from 'vitest'
import { packWeights, weightAt } from '#core/suggest/weights'

it('gives every rank its weight, to 0.4 %', () => {
  const falling = fc
    .array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.float({ min: 0, max: 1_000_000, noNaN: true })), {
      maxLength: 700,
    })
    .map((weights) => weights.sort((a, b) => b - a))
  fc.assert(
    fc.property(falling, (weights) => {
      const packed = packWeights(weights)
      for (const [rank, weight] of weights.entries()) {
        const given = weightAt(packed, rank)
        expect(given).toBeLessThanOrEqual(Math.fround(weight))
        expect(given).toBeGreaterThanOrEqual(weight > 1e-30 ? Math.fround(weight) * (1 - 1 / 256) : 0)
      }
    }),
  )
})

it('has the same weight for equal ones over any number of words', () => {
  const weights = [...Array.from({ length: 300 }, () => 8), ...Array.from({ length: 300 }, () => 4), 1]
  const packed = packWeights(weights)
  expect(weights.map((_, rank) => weightAt(packed, rank))).toEqual(weights)
  expect(packed.steps.length).toBe(3)
})
