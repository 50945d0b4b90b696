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

/** The sign bit of `cut - rank` is 1 exactly when the rank lies above the cut: go right. */
type Pass = { ranks: Int16Array; count: number; out: Float64Array }

function addTree(model: PackedModel, tree: number, { ranks, count, out }: Pass): void {
  const { leafValue } = model
  const first = model.splitStart[tree]!
  const end = model.splitStart[tree + 1]!
  const children = model.children.subarray(2 * first, 2 * end)
  const nodeColumn = model.nodeColumn.subarray(first, end)
  const nodeCut = model.nodeCut.subarray(first, end)
  const leaf = model.leafStart[tree]!
  let row = 0
  for (; row + 3 < count; row += 4) {
    let a = 0
    let b = 0
    let c = 0
    let d = 0
    // Written out four times: a helper would cost a call, and the point is that the four loads overlap.
    do {
      if (a >= 0) a = children[2 * a + ((nodeCut[a]! - ranks[nodeColumn[a]! * count + row]!) >>> 31)]!
      if (b >= 0) b = children[2 * b + ((nodeCut[b]! - ranks[nodeColumn[b]! * count + row + 1]!) >>> 31)]!
      if (c >= 0) c = children[2 * c + ((nodeCut[c]! - ranks[nodeColumn[c]! * count + row + 2]!) >>> 31)]!
      if (d >= 0) d = children[2 * d + ((nodeCut[d]! - ranks[nodeColumn[d]! * count + row + 3]!) >>> 31)]!
    } while ((a & b & c & d) >= 0)
    out[row]! += leafValue[leaf + ~a]!
    out[row + 1]! += leafValue[leaf + ~b]!
    out[row + 2]! += leafValue[leaf + ~c]!
    out[row + 3]! += leafValue[leaf + ~d]!
  }
  for (; row < count; row += 1) {
    let node = 0
    do node = children[2 * node + ((nodeCut[node]! - ranks[nodeColumn[node]! * count + row]!) >>> 31)]!
    while (node >= 0)
    out[row]! += leafValue[leaf + ~node]!
  }
}
