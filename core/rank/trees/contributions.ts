/**
 * What each feature added to one row's score: the change of the mean output along the row's path, summed over trees
 * (Saabas 2014). Not Shapley values, but one walk per tree, and it adds up: bias + contributions = score.
 */
import type { PackedModel } from './codec.ts'
import { newColumnValues, writeColumnValues } from './column-values.ts'

/** Adds into `out[feature]`; returns the bias (the score of a row about which nothing is known). */
export function addContributions(model: PackedModel, row: Float64Array | Float32Array, out: Float64Array): number {
  const columns = newColumnValues(model, 1)
  writeColumnValues(model, { values: row, first: 0, count: 1, stride: row.length }, columns)
  const scale = model.averageOutput ? 1 / model.treeCount : 1
  let bias = 0
  for (let tree = 0; tree < model.treeCount; tree += 1) {
    const first = model.splitStart[tree]!
    const leaf = model.leafStart[tree]!
    if (model.splitStart[tree + 1] === first) {
      bias += scale * model.leafValue[leaf]!
      continue
    }
    let node = 0
    let before = model.internalValue[first]!
    bias += scale * before
    while (node >= 0) {
      const at = first + node
      const column = model.nodeColumn[at]!
      node = model.children[2 * at + (columns.values[column]! <= model.nodeThreshold[at]! ? 0 : 1)]!
      const after = node >= 0 ? model.internalValue[first + node]! : model.leafValue[leaf + ~node]!
      out[model.columnFeature[column]!]! += scale * (after - before)
      before = after
    }
  }
  return bias
}
