/**
 * Evaluates a packed model exactly as LightGBM predicts raw scores (tree.h, NumericalDecision and CategoricalDecision):
 * doubles throughout, trees summed in file order.
 *
 * Values become ranks first (`rankRows`), so a step down a tree is one subtraction whose sign picks the child: no branch
 * to mispredict. Trees are the outer loop, so that a tree's few hundred bytes stay in the first-level cache while all
 * candidates pass through it, four abreast, because one walk's loads would wait for each other.
 */
import type { PackedModel } from './codec.ts'
import { rankRows, type Rows } from './ranks.ts'

/** Writes the raw score of every row into `out[0 .. count)`. */
export function scoreRows(model: PackedModel, rows: Rows, out: Float64Array): void {
  const ranks = rankRows(model, rows)
  out.fill(0, 0, rows.count)
  for (let tree = 0; tree < model.treeCount; tree += 1) {
    if (model.splitStart[tree] === model.splitStart[tree + 1]) {
      for (let row = 0; row < rows.count; row += 1) out[row]! += model.leafValue[model.leafStart[tree]!]!
    } else addTree(model, tree, { ranks, count: rows.count, out })
  }
  if (!model.averageOutput) return
  for (let row = 0; row < rows.count; row += 1) out[row]! /= model.treeCount
}

type Pass = { ranks: Int32Array; count: number; out: Float64Array }

function addTree(model: PackedModel, tree: number, { ranks, count, out }: Pass): void {
  const { children, nodeColumn, nodeCut, leafValue } = model
  const first = model.splitStart[tree]!
  const leaf = model.leafStart[tree]!
  const width = model.columnFeature.length
  // The sign bit of `cut - rank` is 1 exactly when the rank lies above the cut: go right.
  const step = (node: number, base: number): number => {
    const at = first + node
    return children[2 * at + ((nodeCut[at]! - ranks[base + nodeColumn[at]!]!) >>> 31)]!
  }
  let row = 0
  for (; row + 3 < count; row += 4) {
    const base = row * width
    let [a, b, c, d] = [0, 0, 0, 0]
    do {
      if (a >= 0) a = step(a, base)
      if (b >= 0) b = step(b, base + width)
      if (c >= 0) c = step(c, base + 2 * width)
      if (d >= 0) d = step(d, base + 3 * width)
    } while (a >= 0 || b >= 0 || c >= 0 || d >= 0)
    out[row]! += leafValue[leaf + ~a]!
    out[row + 1]! += leafValue[leaf + ~b]!
    out[row + 2]! += leafValue[leaf + ~c]!
    out[row + 3]! += leafValue[leaf + ~d]!
  }
  for (; row < count; row += 1) {
    let node = 0
    do node = step(node, row * width)
    while (node >= 0)
    out[row]! += leafValue[leaf + ~node]!
  }
}
