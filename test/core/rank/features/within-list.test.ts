import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Item } from '#core/rank/features/items'
import { listRanks } from '#core/rank/features/within-list'

const item: Item = {
  id: 'a',
  index: 0,
  terms: new Int32Array(0),
  start: new Uint16Array(1),
  numbers: new Float64Array(0),
  firstSeen: 0,
  traits: { facets: {}, numbers: {} },
}

/** Ranks that `listRanks` writes beside each value. */
function ranksOf(values: readonly number[]): (number | undefined)[] {
  const rows = Float32Array.from(values.flatMap((value) => [value, Number.NaN]))
  listRanks({ rows, width: 2, candidates: values.map(() => ({ item, given: [] })) }, { from: 0, to: 1 })
  return values.map((_, place) => rows[2 * place + 1])
}

it.each([
  { name: 'highest first', values: [1, 3, 2], ranks: [2, 0, 1] },
  { name: 'negative numbers below positive', values: [-1, -2, 0.5], ranks: [1, 2, 0] },
  { name: 'equals keep their order', values: [2, 2, 3, 2], ranks: [1, 2, 0, 3] },
  { name: 'the two zeros are equal', values: [-0, 0, -0], ranks: [0, 1, 2] },
  { name: 'infinities at the ends', values: [-Infinity, 0, Infinity], ranks: [2, 1, 0] },
  { name: 'an empty list', values: [], ranks: [] },
])('$name', ({ values, ranks }) => {
  expect(ranksOf(values)).toEqual(ranks)
})

it('ranks any list as a stable sort does', () => {
  const value = fc.oneof(fc.float({ noNaN: true }), fc.constantFrom(-1, -0, 0, 1))
  fc.assert(
    fc.property(fc.array(value, { maxLength: 300 }), (values) => {
      const order = [...values.entries()].sort(([a, x], [b, y]) => (x === y ? a - b : y > x ? 1 : -1))
      expect(ranksOf(values)).toEqual(values.map((_, place) => order.findIndex(([at]) => at === place)))
    }),
  )
})
