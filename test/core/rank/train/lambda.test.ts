import { expect, it } from 'vitest'
import { lambdaGradients } from '#core/rank/train/lambda'
import { listQuality } from '#core/rank/train/metric'

it('pulls the wanted row up and the unwanted ones down, and sums to nothing', () => {
  const data = {
    featureNames: [],
    values: new Float32Array(0),
    labels: Float32Array.of(0, 1, 0),
    groupStart: Uint32Array.of(0, 3),
  }
  const out = { gradient: new Float64Array(3), hessian: new Float64Array(3) }
  lambdaGradients(data, Float64Array.of(1, 0, -1), out)
  const [first = 0, wanted = 0, last = 0] = out.gradient
  expect(wanted).toBeLessThan(0)
  // The row that stands above the wanted one is pushed harder than the one below.
  expect(first).toBeGreaterThan(last)
  expect(first + wanted + last).toBeCloseTo(0, 12)
  expect(Math.min(...out.hessian)).toBeGreaterThan(0)
})

it.each([
  { labels: [1, 0, 0], scores: [3, 2, 1], ndcg10: 1, mrr: 1 },
  { labels: [0, 1, 0], scores: [3, 2, 1], ndcg10: 1 / Math.log2(3), mrr: 1 / 2 },
  { labels: [1, 0, 1], scores: [1, 2, 3], ndcg10: (1 + 1 / 2) / (1 + 1 / Math.log2(3)), mrr: 1 },
  { labels: [0, 0], scores: [1, 2], ndcg10: 0, mrr: 0 },
  { labels: [1, 0], scores: [0, 0], ndcg10: 1, mrr: 1 },
])('quality of $labels ordered by $scores', ({ labels, scores, ndcg10, mrr }) => {
  const quality = listQuality(labels, scores)
  expect(quality.ndcg10).toBeCloseTo(ndcg10, 12)
  expect(quality.mrr).toBeCloseTo(mrr, 12)
})
