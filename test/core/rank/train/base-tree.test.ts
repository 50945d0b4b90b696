import { expect, it } from 'vitest'
import { baseTree } from '#core/rank/train/base-tree'
import type { Dataset } from '#core/rank/train/dataset'
import { openModel, packModel } from '#core/rank/trees/codec'
import { scoreRows } from '#core/rank/trees/evaluate'
import { validateModel } from '#core/rank/trees/validate'

const rows = 2_000
const data = (valueOf: (row: number) => number): Dataset => ({
  featureNames: ['other', 'base'],
  values: Float32Array.from({ length: 2 * rows }, (_, at) => (at % 2 === 0 ? -at : valueOf(at >> 1))),
  groupStart: Uint32Array.of(0, rows),
  labels: new Float32Array(rows),
})

it('is the column itself, in steps', () => {
  const given = data((row) => Math.sin(row))
  const tree = baseTree(given, 1)
  if (tree === undefined) throw new Error('no tree')
  const model = validateModel({ featureNames: given.featureNames, trees: [tree], averageOutput: false })
  const scores = new Float64Array(rows)
  scoreRows(openModel(packModel(model)), { values: given.values, count: rows, stride: 2 }, scores)
  const worst = scores.reduce((most, score, row) => Math.max(most, Math.abs(score - Math.sin(row))), 0)
  // Half a step of 128 over the range of 2, and what lies beyond the ends.
  expect(worst).toBeLessThan(0.01)
})

it('there is none of a column that never changes', () => {
  expect(
    baseTree(
      data(() => 3),
      1,
    ),
  ).toBeUndefined()
})
