/**
 * Evaluates a packed model exactly as LightGBM predicts raw scores (tree.h, NumericalDecision and CategoricalDecision):
 * doubles throughout, trees summed in file order.
 *
 * Trees are the outer loop and rows the inner one, so that a tree's few hundred bytes stay in the first-level cache
 * while all candidates pass through it.
 */
import type { PackedModel } from './codec.ts'

/** Row-major features: `count` rows of `stride` values; the first `featureNames.length` of a row are the model's. */
export type Rows = { values: Float64Array | Float32Array; count: number; stride: number }

/** LightGBM's kZeroThreshold, the float 1e-35f widened to a double. */
const ZERO = 1.0000000180025095e-35

/** Adds up the raw score of every row into `out[0 .. count)`. */
export function scoreRows(model: PackedModel, rows: Rows, out: Float64Array): void {
  const { values, count, stride } = rows
  const { leafValue, leafStart, splitStart } = model
  out.fill(0, 0, count)
  for (let tree = 0; tree < model.treeCount; tree += 1) {
    const first = splitStart[tree]!
    const leaf = leafStart[tree]!
    if (splitStart[tree + 1] === first) {
      for (let row = 0; row < count; row += 1) out[row]! += leafValue[leaf]!
      continue
    }
    for (let row = 0; row < count; row += 1) {
      let node = 0
      do node = childOf(model, first + node, values[row * stride + model.feature[first + node]!]!)
      while (node >= 0)
      out[row]! += leafValue[leaf + ~node]!
    }
  }
  if (!model.averageOutput) return
  for (let row = 0; row < count; row += 1) out[row]! /= model.treeCount
}

/** The child (local number) that `value` leads to from split `at` (global number). */
export function childOf(model: PackedModel, at: number, value: number): number {
  const type = model.decisionType[at]!
  const left =
    (type & 1) === 0 ? numericLeft(value, type, model.threshold[at]!) : inSet(model, model.threshold[at]!, value)
  return model.children[2 * at + (left ? 0 : 1)]!
}

function numericLeft(given: number, type: number, threshold: number): boolean {
  let value = given
  if (value !== value) {
    if ((type & 12) === 8) return (type & 2) !== 0
    // A model that saw no missing value in training reads one as zero.
    value = 0
  }
  if ((type & 12) === 4 && value >= -ZERO && value <= ZERO) return (type & 2) !== 0
  return value <= threshold
}

/** Categories are C ints: fractions are cut, and what does not fit an int (NaN, infinite, huge) is in no set. */
function inSet(model: PackedModel, set: number, value: number): boolean {
  const category = Math.trunc(value)
  if (!(category >= 0 && category <= 0x7fffffff)) return false
  const word = model.catStart[set]! + (category >>> 5)
  return word < model.catStart[set + 1]! && ((model.catWords[word]! >>> (category & 31)) & 1) === 1
}
