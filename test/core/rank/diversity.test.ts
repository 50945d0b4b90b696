import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { candidatesOf } from '#core/rank/candidates'
import { diversified } from '#core/rank/diversity'
import { LIST_WEIGHTS } from '#core/rank/rank'
import { hitList } from './rules/rule-list.ts'

/** Candidates whose score is all their own. */
const candidatesOfNames = (...names: string[]) => {
  const candidates = candidatesOf(hitList(...names), LIST_WEIGHTS)
  return { ...candidates, shared: new Float64Array(names.length) }
}

const options = (scores: number[], pageSize: number, pages = 20) => ({
  own: Float64Array.from(scores),
  caps: [],
  vary: true,
  pages: Array.from({ length: pages }, () => ({ standing: [], free: pageSize })),
})

describe('diversity', () => {
  it('lets another kind pass where the scores are close, and only there', () => {
    const candidates = candidatesOfNames('a:War', 'b:War', 'c:War', 'd:Drama', 'e:Comedy')
    const order = [0, 1, 2, 3, 4]
    // d is 0.06 behind b and 0.05 behind c: less than 0.1. e is 0.11 behind both.
    const close = options([1, 0.9, 0.89, 0.84, 0.78], 5)
    expect(diversified(order, candidates, close)).toEqual([0, 3, 1, 2, 4])
    expect(diversified(order, candidates, { ...close, vary: false })).toEqual(order)
  })

  it('keeps the best first, loses at most a tenth, and never crosses a page', () => {
    const hit = fc.record({
      genre: fc.constantFrom('War', 'Drama', 'Comedy'),
      score: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    fc.assert(
      fc.property(fc.array(hit, { maxLength: 40 }), fc.integer({ min: 1, max: 10 }), (list, pageSize) => {
        const sorted = list.toSorted((a, b) => b.score - a.score)
        const candidates = candidatesOfNames(...sorted.map(({ genre }, i) => `m${i}:${genre}`))
        const scores = sorted.map(({ score }) => score)
        const order = [...sorted.keys()]
        const diverse = diversified(order, candidates, options(scores, pageSize, 40))
        for (let start = 0; start < order.length; start += pageSize) {
          const page = diverse.slice(start, start + pageSize)
          expect(page.toSorted((a, b) => a - b)).toEqual(order.slice(start, start + pageSize))
          const shown = page.map((candidate) => scores[candidate] ?? 0)
          expect(shown[0]).toBe(scores[start])
          const losses = shown.flatMap((above, i) => shown.slice(i + 1).map((below) => below - above))
          expect(Math.max(0, ...losses)).toBeLessThanOrEqual(0.1 + 1e-9)
        }
      }),
    )
  })

  it('caps a value on every page, counts what is pinned there, and fills a page rather than leaving it short', () => {
    const candidates = candidatesOf(
      hitList('a:War', 'b:War', 'c:War', 'd:Drama', 'e:War', 'f:Drama', 'g:War'),
      LIST_WEIGHTS,
    )
    const caps = [{ facet: 'genre', most: 1 }]
    const pages = [
      { standing: [6], free: 1 },
      { standing: [], free: 2 },
      { standing: [], free: 2 },
      { standing: [], free: 2 },
    ]
    const capped = { ...options([7, 6, 5, 4, 3, 2, 1], 2), caps, pages, vary: false }
    expect(diversified([0, 1, 2, 3, 4, 5], candidates, capped)).toEqual([3, 0, 5, 1, 2, 4])
  })
})
