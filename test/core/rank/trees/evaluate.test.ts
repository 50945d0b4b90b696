import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openModel, packModel } from '#core/rank/trees/codec'
import { addContributions } from '#core/rank/trees/contributions'
import { scoreRows } from '#core/rank/trees/evaluate'
import type { TreeModel } from '#core/rank/trees/model'
import { readTextModel } from '#core/rank/trees/read-text'
import { writeTextModel } from '#core/rank/trees/write-text'
import { seededRandom } from '#core/rank/train/seeded-random'
import { naiveScore } from './naive-score.ts'
import { randomModel, randomRow } from './random-model.ts'

function scores(model: TreeModel, rows: number[][]): number[] {
  const out = new Float64Array(rows.length)
  const values = Float64Array.from(rows.flat())
  scoreRows(openModel(packModel(model)), { values, count: rows.length, stride: rows[0]?.length ?? 0 }, out)
  return [...out]
}

/** One split on feature 0: left leaf 1, right leaf 2. */
const stump = (decisionType: number, threshold: number, catThreshold: number[] = []): TreeModel => ({
  featureNames: ['x'],
  averageOutput: false,
  trees: [
    {
      splitFeature: [0],
      threshold: [threshold],
      decisionType: [decisionType],
      leftChild: [-1],
      rightChild: [-2],
      leafValue: [1, 2],
      internalValue: [1.5],
      catBoundaries: catThreshold.length > 0 ? [0, catThreshold.length] : [],
      catThreshold,
    },
  ],
})

describe('one decision', () => {
  const LEFT = 1
  const RIGHT = 2
  it.each([
    { name: 'equal goes left', type: 0, at: 0.5, value: 0.5, leaf: LEFT },
    { name: 'above goes right', type: 0, at: 0.5, value: 0.6, leaf: RIGHT },
    { name: 'missing none: NaN reads as zero', type: 2, at: -1, value: Number.NaN, leaf: RIGHT },
    { name: 'missing NaN, default right', type: 8, at: 5, value: Number.NaN, leaf: RIGHT },
    { name: 'missing NaN, default left', type: 10, at: -5, value: Number.NaN, leaf: LEFT },
    { name: 'zero as missing, default right', type: 4, at: 5, value: 0, leaf: RIGHT },
    { name: 'zero as missing takes NaN too', type: 6, at: -5, value: Number.NaN, leaf: LEFT },
    { name: 'zero as missing takes 1e-35f', type: 4, at: 5, value: 1e-35, leaf: RIGHT },
    { name: 'just above 1e-35f is a value', type: 4, at: 5, value: 1.1e-35, leaf: LEFT },
    { name: 'infinite value under an infinite threshold', type: 8, at: Infinity, value: Infinity, leaf: LEFT },
  ])('$name', ({ type, at, value, leaf }) => {
    expect(scores(stump(type, at), [[value]])).toEqual([leaf])
  })

  it.each([
    { value: 0, leaf: LEFT },
    { value: 1, leaf: RIGHT },
    { value: 33, leaf: LEFT },
    { value: 33.9, leaf: LEFT },
    { value: 64, leaf: RIGHT },
    { value: -0.5, leaf: LEFT },
    { value: -1, leaf: RIGHT },
    { value: Number.NaN, leaf: RIGHT },
    { value: Infinity, leaf: RIGHT },
    { value: 4_294_967_296, leaf: RIGHT },
  ])('category $value of the set {0, 33}', ({ value, leaf }) => {
    expect(scores(stump(1, 0, [1, 2]), [[value]])).toEqual([leaf])
  })
})

it('equals the naive walk on random models, to the bit', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const random = seededRandom(seed)
      const model = randomModel(random, { trees: 5, leaves: 20 })
      const rows = Array.from({ length: 12 }, () => randomRow(random))
      const text = writeTextModel(model)
      expect(scores(readTextModel(text), rows)).toEqual(rows.map((row) => naiveScore(text, row)))
    }),
    { numRuns: 150 },
  )
})

it('a list of several blocks scores as its rows do one at a time', () => {
  const random = seededRandom(5)
  const model = randomModel(random, { trees: 5, leaves: 20 })
  const rows = Array.from({ length: 600 }, () => randomRow(random))
  expect(scores(model, rows)).toEqual(rows.map((row) => scores(model, [row])[0]))
})

it('rows that agree on a column go down together', () => {
  const [first = [], ...rest] = Array.from({ length: 40 }, (_, seed) => randomRow(seededRandom(seed)))
  const model = randomModel(seededRandom(9), { trees: 5, leaves: 20 })
  // Every other column is the first row's: the whole list agrees on it, missing values included.
  const rows = [first, ...rest.map((row) => row.map((value, at) => (at % 2 === 0 ? (first[at] ?? value) : value)))]
  expect(scores(model, rows)).toEqual(rows.map((row) => scores(model, [row])[0]))
})

it('a forest that averages divides by its trees', () => {
  const forest = { ...stump(0, 0), averageOutput: true }
  expect(scores({ ...forest, trees: [...forest.trees, ...stump(0, 9).trees] }, [[5]])).toEqual([1.5])
})

it('contributions and bias add up to the score', () => {
  const random = seededRandom(7)
  const model = randomModel(random, { trees: 9, leaves: 15 })
  const row = randomRow(random)
  const contributions = new Float64Array(4)
  const bias = addContributions(openModel(packModel(model)), Float64Array.from(row), contributions)
  expect(bias + contributions.reduce((sum, each) => sum + each, 0)).toBeCloseTo(
    scores(model, [row])[0] ?? Number.NaN,
    6,
  )
})
