/**
 * Grows one regression tree leaf by leaf: always the leaf whose best split gains most, until the leaf budget is spent
 * (LightGBM's best-first growth). Nodes are numbered as they are split, so children come after parents.
 */
import { DECISION, type Tree } from '../trees/model.ts'
import type { Binned } from './bins.ts'
import { fillHistogram, subtract, type Histogram, type LeafRows } from './histogram.ts'
import type { Gradients } from './lambda.ts'
import { findSplit, leafValue, type Split, type SplitRules } from './split.ts'

export type TreeRules = SplitRules & { leaves: number; learningRate: number }

type Sums = { gradient: number; hessian: number }
type Leaf = { rows: LeafRows; histogram: Histogram; total: Sums; split: Split | undefined }
type Growing = {
  binned: Binned
  used: readonly number[]
  rules: TreeRules
  leaves: Leaf[]
  tree: Record<'splitFeature' | 'threshold' | 'decisionType' | 'leftChild' | 'rightChild' | 'internalValue', number[]>
}

/** @returns the tree, with leaf values already scaled by the learning rate. */
export function growTree(
  data: { binned: Binned; rows: Int32Array; gradients: Gradients; used: readonly number[] },
  rules: TreeRules,
): Tree {
  const { binned, used, rows, gradients } = data
  const tree = { splitFeature: [], threshold: [], decisionType: [], leftChild: [], rightChild: [], internalValue: [] }
  const growing: Growing = { binned, used, rules, leaves: [], tree }
  const root = { rows, gradient: gather(gradients.gradient, rows), hessian: gather(gradients.hessian, rows) }
  growing.leaves.push(makeLeaf(growing, root, fillHistogram(binned, used, root)))
  while (growing.leaves.length < rules.leaves) {
    const best = bestLeaf(growing.leaves)
    if (best === undefined) break
    splitLeaf(growing, best)
  }
  return {
    ...growing.tree,
    leafValue: growing.leaves.map((leaf) => rules.learningRate * leafValue(leaf.total, rules.lambda)),
    catBoundaries: [],
    catThreshold: [],
  }
}

function makeLeaf({ binned, used, rules }: Growing, rows: LeafRows, histogram: Histogram): Leaf {
  const total = { gradient: sum(rows.gradient), hessian: sum(rows.hessian) }
  return { rows, histogram, total, split: findSplit({ histogram, binned, used, total }, rules) }
}

function sum(list: Float64Array): number {
  let total = 0
  for (let at = 0; at < list.length; at += 1) total += list[at]!
  return total
}

function gather(list: Float64Array, rows: Int32Array): Float64Array {
  const gathered = new Float64Array(rows.length)
  for (let at = 0; at < rows.length; at += 1) gathered[at] = list[rows[at]!]!
  return gathered
}

function bestLeaf(leaves: Leaf[]): number | undefined {
  let best: number | undefined
  leaves.forEach((leaf, index) => {
    if (leaf.split !== undefined && leaf.split.gain > (best === undefined ? 0 : leaves[best]!.split!.gain)) best = index
  })
  return best
}

/** The left child keeps the leaf's number, the right one gets the next: LightGBM's numbering. */
function splitLeaf(growing: Growing, index: number): void {
  const { tree, leaves, binned, used, rules } = growing
  const leaf = leaves[index]!
  const split = leaf.split!
  const node = tree.splitFeature.length
  relink(tree, index, node)
  tree.splitFeature.push(split.feature)
  tree.threshold.push(binned.cuts[split.feature]![split.bin - 1]!)
  tree.decisionType.push(DECISION.missingNaN | (split.missingLeft ? DECISION.defaultLeft : 0))
  tree.leftChild.push(~index)
  tree.rightChild.push(~leaves.length)
  tree.internalValue.push(rules.learningRate * leafValue(leaf.total, rules.lambda))
  const [left, right] = partition(leaf.rows, binned.columns[split.feature]!, split)
  const smaller = left.rows.length <= right.rows.length ? left : right
  const counted = fillHistogram(binned, used, smaller)
  const rest = subtract(leaf.histogram, counted)
  leaves[index] = makeLeaf(growing, left, smaller === left ? counted : rest)
  leaves.push(makeLeaf(growing, right, smaller === right ? counted : rest))
}

/** The parent that pointed at the leaf now points at the node that replaces it. */
function relink(tree: Growing['tree'], leaf: number, node: number): void {
  for (const side of [tree.leftChild, tree.rightChild]) {
    const parent = side.indexOf(~leaf)
    if (parent >= 0) side[parent] = node
  }
}

function partition(leaf: LeafRows, column: Uint8Array, split: Split): [LeafRows, LeafRows] {
  const size = leaf.rows.length
  const goesLeft = (row: number) => (column[row] === 0 ? split.missingLeft : column[row]! <= split.bin)
  let lefts = 0
  for (let at = 0; at < size; at += 1) if (goesLeft(leaf.rows[at]!)) lefts += 1
  const sides = [lefts, size - lefts].map((length) => ({
    rows: new Int32Array(length),
    gradient: new Float64Array(length),
    hessian: new Float64Array(length),
  })) as [LeafRows, LeafRows]
  const next = [0, 0]
  for (let at = 0; at < size; at += 1) {
    const to = goesLeft(leaf.rows[at]!) ? 0 : 1
    const place = next[to]!++
    sides[to].rows[place] = leaf.rows[at]!
    sides[to].gradient[place] = leaf.gradient[at]!
    sides[to].hessian[place] = leaf.hessian[at]!
  }
  return sides
}
