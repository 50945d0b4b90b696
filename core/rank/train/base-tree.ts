/**
 * The tree that a ranking model begins with: one column as a staircase, so that the model starts from an order that is
 * good already and spends its trees, and a small log its evidence, on what that order misses.
 */
import { DECISION, type Tree } from '../trees/model.ts'
import { rowCount, type Dataset } from './dataset.ts'

const STEPS = 128
/** Shares of the rows that lie below the first step and above the last. */
const [LOW, HIGH] = [0.002, 0.999]

/** Undefined when the column never changes. Leaves hold the column's own unit, so it should be a log rate. */
export function baseTree(data: Dataset, column: number): Tree | undefined {
  const width = data.featureNames.length
  const sorted = Float64Array.from({ length: rowCount(data) }, (_, row) => data.values[row * width + column]!).sort()
  const low = sorted[Math.floor(LOW * sorted.length)] ?? 0
  const step = ((sorted[Math.floor(HIGH * sorted.length)] ?? 0) - low) / STEPS
  if (!(step > 0)) return undefined
  const tree = { splitFeature: [], threshold: [], decisionType: [], leftChild: [], rightChild: [], internalValue: [] }
  const growing: Staircase = { ...tree, leafValue: [], column, low, step }
  addSteps(growing, 0, STEPS)
  const { column: _column, low: _low, step: _step, ...grown } = growing
  return { ...grown, catBoundaries: [], catThreshold: [] }
}

type Lists = 'splitFeature' | 'threshold' | 'decisionType' | 'leftChild' | 'rightChild' | 'internalValue' | 'leafValue'
type Staircase = Record<Lists, number[]> & { column: number; low: number; step: number }

/** Steps `from .. to`, halved until one is left. @returns the child that stands for them. */
function addSteps(tree: Staircase, from: number, to: number): number {
  const valueAt = (step: number) => tree.low + step * tree.step
  if (to - from === 1) return ~(tree.leafValue.push(valueAt(from + 0.5)) - 1)
  const middle = (from + to) >> 1
  const node = tree.threshold.push(valueAt(middle)) - 1
  tree.splitFeature.push(tree.column)
  tree.decisionType.push(DECISION.missingNaN | DECISION.defaultLeft)
  tree.internalValue.push(valueAt((from + to) / 2))
  tree.leftChild[node] = addSteps(tree, from, middle)
  tree.rightChild[node] = addSteps(tree, middle, to)
  return node
}
