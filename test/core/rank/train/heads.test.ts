import { describe, expect, it } from 'vitest'
import { openModel, packModel } from '#core/rank/trees/codec'
import type { TreeModel } from '#core/rank/trees/model'
import { calibrate, probabilityOf } from '#core/rank/train/calibrate'
import { featureHash, scoreHeads } from '#core/rank/train/heads'
import { seededRandom } from '#core/rank/train/seeded-random'

it('finds the probabilities behind the scores', () => {
  const random = seededRandom(6)
  const scores = Array.from({ length: 20_000 }, () => random() * 6 - 3)
  const labels = scores.map((score) => (random() < probabilityOf(score, { slope: 0.7, intercept: -1.2 }) ? 1 : 0))
  const { slope, intercept } = calibrate(scores, labels)
  expect(slope).toBeCloseTo(0.7, 1)
  expect(intercept).toBeCloseTo(-1.2, 1)
})

it('never turns the order round, whatever the lists together say', () => {
  const { slope, intercept } = calibrate([1, 2, 3, 4, 5, 6], [1, 1, 1, 0, 0, 0])
  expect(slope).toBeGreaterThan(0)
  expect(probabilityOf(3.5, { slope, intercept })).toBeCloseTo(0.5, 6)
})

it('finds a finite slope where the wanted are one in ten thousand', () => {
  const scores = Array.from({ length: 20_000 }, (_, row) => (row % 400) / 100 - 6)
  const { slope, intercept } = calibrate(
    scores,
    scores.map((_, row) => (row === 399 || row === 5_777 ? 1 : 0)),
  )
  expect(Math.abs(slope)).toBeLessThan(20)
  const mean = scores.reduce((sum, score) => sum + probabilityOf(score, { slope, intercept }), 0) / scores.length
  expect(mean).toBeCloseTo(0.000_1, 4)
})

describe('degenerate held-out lists', () => {
  it.each([
    ['perfectly parted', [1, 2, 3, 4], [0, 0, 1, 1]],
    ['never wanted', [1, 2, 3], [0, 0, 0]],
    ['constant scores', [0, 0, 0, 0], [0, 1, 0, 0]],
  ])('%s: finite and in order', (_, scores, labels) => {
    const fit = calibrate(scores, labels)
    expect(Number.isFinite(fit.slope) && Number.isFinite(fit.intercept)).toBe(true)
  })
})

it('adds up weighted probabilities', () => {
  const constant = (leaf: number): TreeModel => ({
    featureNames: ['x'],
    averageOutput: false,
    trees: [
      {
        splitFeature: [],
        threshold: [],
        decisionType: [],
        leftChild: [],
        rightChild: [],
        leafValue: [leaf],
        internalValue: [],
        catBoundaries: [],
        catThreshold: [],
      },
    ],
  })
  const head = (leaf: number, weight: number) => ({
    objective: 'any',
    weight,
    calibration: { slope: 1, intercept: 0 },
    model: openModel(packModel(constant(leaf))),
  })
  const out = new Float64Array(1)
  scoreHeads([head(0, 2), head(Math.log(3), 4)], { values: Float64Array.of(5), count: 1, stride: 1 }, out)
  expect(out[0]).toBeCloseTo(2 * 0.5 + 4 * 0.75, 12)
})

it('the hash names columns and their order', () => {
  expect(featureHash(['a', 'b'])).toMatch(/^[\da-f]{8}$/)
  expect(featureHash(['a', 'b'])).not.toBe(featureHash(['b', 'a']))
})
