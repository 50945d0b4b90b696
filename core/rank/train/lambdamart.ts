/**
 * LambdaMART: boosted regression trees on LambdaRank gradients. Deterministic: the same data, rules and `random` give
 * the same model to the bit.
 */
import { openModel, packModel } from '../trees/codec.ts'
import { scoreRows } from '../trees/evaluate.ts'
import type { Tree, TreeModel } from '../trees/model.ts'
import { binDataset } from './bins.ts'
import { groupCount, rowCount, type Dataset } from './dataset.ts'
import { growTree, type TreeRules } from './grow-tree.ts'
import { lambdaGradients } from './lambda.ts'
import { meanNdcg } from './metric.ts'

export type TrainRules = TreeRules & {
  trees: number
  /** Stop when the held-out NDCG has not risen for this many trees. */
  patience: number
  /** Share of the groups and of the features that each tree sees. */
  groupShare: number
  featureShare: number
}

export const DEFAULT_RULES: TrainRules = {
  trees: 400,
  leaves: 16,
  learningRate: 0.06,
  minHessian: 5,
  lambda: 5,
  patience: 40,
  groupShare: 0.7,
  featureShare: 0.5,
}

export type Trained = { model: TreeModel; heldOutNdcg: number }

/**
 * With `heldOut` (the newest groups), keeps the trees up to its best NDCG; without, grows `rules.trees`. Boosting goes
 * on from `base`, which counts as the first tree.
 */
export function trainLambdaMart(
  train: Dataset,
  how: { rules: TrainRules; random: () => number; heldOut?: Dataset; base?: Tree | undefined },
): Trained {
  const { rules, random, heldOut, base } = how
  const binned = binDataset(train)
  // A constant column has no cut and can't part anything.
  const features = binned.cuts.flatMap((cuts, feature) => (cuts.length > 0 ? [feature] : []))
  const scores = new Float64Array(rowCount(train))
  const heldScores = new Float64Array(heldOut === undefined ? 0 : rowCount(heldOut))
  const gradients = { gradient: new Float64Array(scores.length), hessian: new Float64Array(scores.length) }
  const trees: Tree[] = base === undefined ? [] : [base]
  for (const tree of trees) {
    addScores(train, tree, scores)
    if (heldOut !== undefined) addScores(heldOut, tree, heldScores)
  }
  const best = { trees: trees.length, ndcg: heldOut === undefined ? 0 : meanNdcg(heldOut, heldScores) }
  while (trees.length < rules.trees) {
    lambdaGradients(train, scores, gradients)
    const rows = sampleRows(train, rules.groupShare, random)
    const used = features.filter(() => random() < rules.featureShare)
    const tree = growTree({ binned, rows, gradients, used: used.length > 0 ? used : features }, rules)
    trees.push(tree)
    addScores(train, tree, scores)
    if (heldOut === undefined) continue
    addScores(heldOut, tree, heldScores)
    const ndcg = meanNdcg(heldOut, heldScores)
    if (ndcg > best.ndcg) Object.assign(best, { trees: trees.length, ndcg })
    else if (trees.length - best.trees >= rules.patience) break
  }
  const kept = heldOut === undefined ? trees : trees.slice(0, best.trees)
  return { model: { featureNames: train.featureNames, trees: kept, averageOutput: false }, heldOutNdcg: best.ndcg }
}

/** Whole groups, because a pair needs both its rows. */
function sampleRows(data: Dataset, share: number, random: () => number): Int32Array {
  const rows = new Int32Array(rowCount(data))
  let taken = 0
  for (let group = 0; group < groupCount(data); group += 1) {
    if (random() >= share) continue
    for (let row = data.groupStart[group]!; row < data.groupStart[group + 1]!; row += 1) rows[taken++] = row
  }
  return rows.subarray(0, taken)
}

/** Scores with the evaluator that serves, so that what is stopped on is what is shipped. */
function addScores(data: Dataset, tree: Tree, scores: Float64Array): void {
  const packed = openModel(packModel({ featureNames: data.featureNames, trees: [tree], averageOutput: false }))
  const out = new Float64Array(scores.length)
  scoreRows(packed, { values: data.values, count: scores.length, stride: data.featureNames.length }, out)
  for (let row = 0; row < scores.length; row += 1) scores[row]! += out[row]!
}
