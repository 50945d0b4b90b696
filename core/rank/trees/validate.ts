import { DECISION, TreeFormatError, type Tree, type TreeModel } from './model.ts'

/** Children are packed as 16-bit numbers; a ranking tree has tens of leaves. */
const MAX_LEAVES = 32_768

/**
 * Checks once what the evaluator then relies on without looking: lengths agree, features exist, children lie in range
 * and point forward, bitsets lie inside their words.
 * @throws TreeFormatError naming the tree and the fault.
 */
export function validateModel(model: TreeModel): TreeModel {
  if (model.featureNames.length > 65_535) throw new TreeFormatError('More than 65,535 features.')
  model.trees.forEach((tree, index) => {
    const fault = treeFault(tree, model.featureNames.length)
    if (fault !== undefined) throw new TreeFormatError(`Tree ${index}: ${fault}.`)
  })
  return model
}

function treeFault(tree: Tree, features: number): string | undefined {
  const leaves = tree.leafValue.length
  const splits = leaves - 1
  if (leaves < 1) return 'has no leaf'
  if (leaves > MAX_LEAVES) return `has more than ${MAX_LEAVES} leaves`
  const perSplit = [tree.splitFeature, tree.threshold, tree.decisionType, tree.leftChild, tree.rightChild]
  if (perSplit.some((list) => list.length !== splits)) return `needs ${splits} values in every split list`
  if (tree.internalValue.length !== 0 && tree.internalValue.length !== splits) return 'has a short internal_value'
  for (let leaf = 0; leaf < leaves; leaf += 1) {
    if (!Number.isFinite(tree.leafValue[leaf])) return `leaf ${leaf} is not a number`
  }
  for (let node = 0; node < splits; node += 1) {
    const fault = nodeFault(tree, node, features)
    if (fault !== undefined) return `node ${node} ${fault}`
  }
  return undefined
}

function nodeFault(tree: Tree, node: number, features: number): string | undefined {
  const feature = tree.splitFeature[node]!
  if (!Number.isInteger(feature) || feature < 0 || feature >= features) return 'splits on an unknown feature'
  for (const child of [tree.leftChild[node]!, tree.rightChild[node]!]) {
    if (!Number.isInteger(child)) return 'has a child that is not a number'
    if (child >= 0 ? child <= node || child >= tree.leafValue.length - 1 : ~child >= tree.leafValue.length)
      return 'has a child out of range'
  }
  const type = tree.decisionType[node]!
  if (!Number.isInteger(type) || type < 0 || type > 11) return 'has an unknown decision_type'
  return (type & DECISION.categorical) === 0 ? numericFault(tree.threshold[node]!) : bitsetFault(tree, node)
}

const numericFault = (threshold: number) =>
  Number.isNaN(threshold) ? 'has a threshold that is not a number' : undefined

function bitsetFault(tree: Tree, node: number): string | undefined {
  const set = tree.threshold[node]!
  const from = tree.catBoundaries[set]
  const to = tree.catBoundaries[set + 1]
  if (from === undefined || to === undefined || from < 0 || to < from || to > tree.catThreshold.length)
    return 'has a category set out of range'
  return undefined
}
