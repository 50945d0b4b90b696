import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { candidatesOf } from '#core/rank/candidates'
import { density, explore, movedTo, winChances } from '#core/rank/explore'
import { LIST_WEIGHTS } from '#core/rank/rank'
import { hitList } from './rules/rule-list.ts'
import { seededRandom } from '#core/rank/train/seeded-random'

/** A draw from Beta by sorting uniforms: the a-th smallest of a + b - 1, for whole a and b. */
function betaDraw(random: () => number, a: number, b: number): number {
  return Array.from({ length: a + b - 1 }, random).toSorted((x, y) => x - y)[a - 1] ?? 0
}

const unseen = (clicks: number) => ({ clicks, misses: 20 - clicks })
const belief = fc.record({
  clicks: fc.double({ min: 1, max: 421, noNaN: true }),
  misses: fc.double({ min: 16, max: 419, noNaN: true }),
})

describe('exploration', () => {
  it('has the chances of Thompson sampling, which a simulation agrees with', () => {
    const random = seededRandom(7)
    const rounds = 20_000
    const winners = Array.from({ length: rounds }, () => {
      const draws = [1, 2, 4].map((clicks) => betaDraw(random, clicks, 20 - clicks))
      return draws.indexOf(Math.max(...draws))
    })
    winChances([1, 2, 4].map(unseen).map(density)).forEach((chance, i) => {
      const wins = winners.filter((winner) => winner === i).length
      expect(Math.abs(chance - wins / rounds)).toBeLessThan(0.015)
    })
  })

  it('gives equals equal chances, and all chances add up to 1', () => {
    expect([...winChances([1.9, 1.9].map(unseen).map(density))].map((chance) => chance.toFixed(12))).toEqual([
      '0.500000000000',
      '0.500000000000',
    ])
    fc.assert(
      fc.property(fc.array(belief, { minLength: 1, maxLength: 32 }), (list) => {
        const chances = winChances(list.map(density))
        expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 9)
        expect(chances.every((chance) => chance >= 0)).toBe(true)
      }),
    )
  })

  it('takes each candidate as often as the propensity that it logs', () => {
    const candidates = candidatesOf(hitList('a', 'b', 'c', 'd'), LIST_WEIGHTS)
    const drawn = [0, 0.34, 0.67, 0.999].map((value) =>
      explore([0, 1, 2, 3], candidates, { place: 1, random: () => value }),
    )
    expect(drawn.map((explored) => explored?.candidate)).toEqual([1, 2, 3, 3])
    for (const explored of drawn) expect(explored?.propensity).toBeCloseTo(1 / 3, 12)
    expect(explore([0, 1], candidates, { place: 2, random: () => 0 })).toBeUndefined()
    expect(movedTo([0, 1, 2, 3], { candidate: 3, place: 1 })).toEqual([0, 3, 1, 2])
  })

  it('goes by what was counted: an item that proved itself is taken, one that failed is left', () => {
    const [a, b, c] = hitList('a', 'b', 'c')
    if (a === undefined || b === undefined || c === undefined) throw new Error('three hits')
    const hits = [{ ...a, trials: { shown: 300, clicks: 2 } }, { ...b, trials: { shown: 9_000, clicks: 2_700 } }, c]
    const candidates = candidatesOf(hits, LIST_WEIGHTS)
    const chanceOf = (random: number) => explore([0, 1, 2], candidates, { place: 0, random: () => random })
    expect(chanceOf(0.5)?.candidate).toBe(1)
    expect(chanceOf(0.5)?.propensity).toBeGreaterThan(0.95)
    expect(chanceOf(0.9999)?.candidate).toBe(2)
  })
})
