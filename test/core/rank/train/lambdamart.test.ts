import { describe, expect, it } from 'vitest'
import { openModel, packModel } from '#core/rank/trees/codec'
import { scoreRows } from '#core/rank/trees/evaluate'
import type { TreeModel } from '#core/rank/trees/model'
import { readTextModel } from '#core/rank/trees/read-text'
import { writeTextModel } from '#core/rank/trees/write-text'
import { sliceGroups, type Dataset } from '#core/rank/train/dataset'
import { DEFAULT_RULES, trainLambdaMart } from '#core/rank/train/lambdamart'
import { meanNdcg } from '#core/rank/train/metric'
import { seededRandom } from '#core/rank/train/seeded-random'
import { randomLists } from './random-lists.ts'

const rules = { ...DEFAULT_RULES, trees: 40 }
const train = randomLists(1, 300)
const heldOut = randomLists(2, 100)

function scores(model: TreeModel, data: Dataset): Float64Array {
  const out = new Float64Array(data.labels.length)
  scoreRows(
    openModel(packModel(model)),
    { values: data.values, count: out.length, stride: data.featureNames.length },
    out,
  )
  return out
}

describe('training', () => {
  const { model, heldOutNdcg } = trainLambdaMart(train, { rules, random: seededRandom(3), heldOut })

  it('orders lists it never saw far better than chance', () => {
    expect(meanNdcg(heldOut, new Float64Array(heldOut.labels.length))).toBeLessThan(0.7)
    expect(meanNdcg(heldOut, scores(model, heldOut))).toBeGreaterThan(0.93)
  })

  it('reports the held-out quality of exactly the trees it keeps', () => {
    expect(meanNdcg(heldOut, scores(model, heldOut))).toBeCloseTo(heldOutNdcg, 12)
  })

  it('is the same model for the same seed, and another for another', () => {
    const again = trainLambdaMart(train, { rules, random: seededRandom(3), heldOut }).model
    const other = trainLambdaMart(train, { rules, random: seededRandom(4), heldOut }).model
    expect(writeTextModel(again)).toBe(writeTextModel(model))
    expect(writeTextModel(other)).not.toBe(writeTextModel(model))
  })

  it("survives LightGBM's text form to the bit", () => {
    const read = readTextModel(writeTextModel(model))
    expect(scores(read, heldOut)).toEqual(scores(model, heldOut))
  })

  it('never splits on a column that is constant', () => {
    const split = new Set(model.trees.flatMap((tree) => Array.from(tree.splitFeature)))
    expect(split.has(3)).toBe(false)
    expect(split.has(1)).toBe(true)
  })

  it('sends missing values where they do best: unknown y ranks between low and high y', () => {
    const probe = (y: number) => {
      const out = new Float64Array(1)
      scoreRows(openModel(packModel(model)), { values: Float64Array.of(0.5, 0.7, y, 1), count: 1, stride: 4 }, out)
      return out[0] ?? Number.NaN
    }
    expect(probe(0.95)).toBeGreaterThan(probe(Number.NaN))
  })
})

it('stops when the held-out lists stop improving', () => {
  // Wanted at random: nothing can be learned, so hardly a tree is kept.
  const random = seededRandom(8)
  const shuffled = { ...train, labels: train.labels.map(() => (random() < 0.2 ? 1 : 0)) }
  const { model } = trainLambdaMart(shuffled, { rules: { ...rules, patience: 5, trees: 400 }, random, heldOut })
  expect(model.trees.length).toBeLessThan(60)
})

it('lists of which nothing is wanted train nothing', () => {
  const nothing = { ...train, labels: new Float32Array(train.labels.length) }
  const { model } = trainLambdaMart(nothing, { rules: { ...rules, trees: 3 }, random: seededRandom(1) })
  expect(new Set(scores(model, heldOut))).toEqual(new Set([0]))
})

it('a slice of groups holds the rows of those groups', () => {
  const part = sliceGroups(train, 10, 12)
  expect([...part.groupStart]).toEqual([0, 8, 16])
  expect([...part.labels]).toEqual([...train.labels.subarray(80, 96)])
  expect(part.values[1]).toBe(train.values[80 * 4 + 1])
})
