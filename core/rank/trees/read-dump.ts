/**
 * Reads LightGBM's JSON dump (`booster.dump_model()`), already parsed: nested nodes with "<=" or "==" decisions, a
 * categorical threshold written as "1||4||7".
 */
import { DECISION, TreeFormatError, type Tree, type TreeModel } from './model.ts'
import { validateModel } from './validate.ts'

/** A few digits ask for a bit each below them: more categories than these have no set that an edge could hold. */
const MAX_CATEGORY = 1_048_575
/** 32-bit words of all sets of a model: 16 MB. */
const MAX_SET_WORDS = 4_194_304

type Fields = Record<string, unknown>
/** A node waiting to be numbered, and the parent's child slot that will hold its number. */
type Pending = { node: Fields; fill: (child: number) => void }

/** @throws TreeFormatError when the dump is not a model this evaluator can reproduce exactly. */
export function readDumpModel(dump: unknown): TreeModel {
  const root = fields(dump, 'The dump')
  if (root.num_tree_per_iteration !== undefined && root.num_tree_per_iteration !== 1)
    throw new TreeFormatError('Multi-class models can not rank.')
  if (!Array.isArray(root.feature_names) || !Array.isArray(root.tree_info))
    throw new TreeFormatError('Not a LightGBM dump: feature_names or tree_info is missing.')
  return validateModel({
    featureNames: root.feature_names.map(String),
    trees: readTrees(root.tree_info),
    averageOutput: root.average_output === true,
  })
}

function readTrees(infos: readonly unknown[]): Tree[] {
  let words = 0
  return infos.map((info, index) => {
    const tree = readTree(fields(info, `Tree ${index}`).tree_structure, index)
    words += tree.catThreshold.length
    if (words > MAX_SET_WORDS) throw tooManyWords(`Tree ${index}`)
    return tree
  })
}

/** Preorder with an explicit stack, so a child's number is above its parent's and depth can't exhaust the call stack. */
function readTree(structure: unknown, index: number): Tree {
  const tree = emptyTree()
  const name = `Tree ${index}`
  const pending: Pending[] = [{ node: fields(structure, name), fill: () => undefined }]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, fill } = next
    if (node.split_feature === undefined) {
      if (node.leaf_coeff !== undefined) throw new TreeFormatError(`${name}: linear leaves are not supported.`)
      fill(~(tree.leafValue.push(number(node.leaf_value, name)) - 1))
      continue
    }
    const at = pushSplit(tree, node, name)
    fill(at)
    pending.push({ node: fields(node.right_child, name), fill: (child) => (tree.rightChild[at] = child) })
    pending.push({ node: fields(node.left_child, name), fill: (child) => (tree.leftChild[at] = child) })
  }
  return tree
}

const emptyTree = () => ({
  splitFeature: [] as number[],
  threshold: [] as number[],
  decisionType: [] as number[],
  leftChild: [] as number[],
  rightChild: [] as number[],
  leafValue: [] as number[],
  internalValue: [] as number[],
  catBoundaries: [0],
  catThreshold: [] as number[],
})

function pushSplit(tree: ReturnType<typeof emptyTree>, node: Fields, name: string): number {
  const at = tree.splitFeature.push(number(node.split_feature, name)) - 1
  tree.internalValue.push(number(node.internal_value ?? 0, name))
  const side = node.default_left === true ? DECISION.defaultLeft : 0
  if (node.decision_type === '==') {
    tree.decisionType.push(DECISION.categorical | side)
    tree.threshold.push(tree.catBoundaries.length - 1)
    tree.catThreshold.push(...bitset(String(node.threshold), name))
    if (tree.catThreshold.length > MAX_SET_WORDS) throw tooManyWords(name)
    tree.catBoundaries.push(tree.catThreshold.length)
  } else if (node.decision_type === '<=') {
    tree.decisionType.push(side | missingBits(node.missing_type, name))
    tree.threshold.push(unclamp(number(node.threshold, name)))
  } else throw new TreeFormatError(`${name}: unknown decision_type ${String(node.decision_type)}.`)
  return at
}

/** JSON has no infinity, so LightGBM dumps one as 1e300 (Common::AvoidInf); an infinite value must still go left. */
function unclamp(threshold: number): number {
  return Math.abs(threshold) >= 1e300 ? Math.sign(threshold) * Number.POSITIVE_INFINITY : threshold
}

function missingBits(type: unknown, name: string): number {
  if (type === 'None') return 0
  if (type === 'Zero') return DECISION.missingZero
  if (type === 'NaN') return DECISION.missingNaN
  throw new TreeFormatError(`${name}: unknown missing_type ${String(type)}.`)
}

function bitset(list: string, name: string): number[] {
  const categories = list.split('||').map(Number)
  let highest = 0
  for (const category of categories) {
    if (!Number.isInteger(category) || category < 0) throw new TreeFormatError(`${name}: bad category set.`)
    if (category > MAX_CATEGORY)
      throw new TreeFormatError(`${name}: category ${category} is too high; at most ${MAX_CATEGORY} is read.`)
    highest = Math.max(highest, category)
  }
  const words = Array.from({ length: (highest >>> 5) + 1 }, () => 0)
  for (const category of categories) words[category >>> 5]! |= 1 << (category & 31)
  return words.map((word) => word >>> 0)
}

const tooManyWords = (name: string) =>
  new TreeFormatError(
    `${name}: the category sets hold more than ${32 * MAX_SET_WORDS} bits; number categories densely.`,
  )

function fields(value: unknown, name: string): Fields {
  if (typeof value !== 'object' || value === null) throw new TreeFormatError(`${name} is not an object.`)
  return value as Fields
}

function number(value: unknown, name: string): number {
  if (typeof value !== 'number') throw new TreeFormatError(`${name}: expected a number, found ${String(value)}.`)
  return value
}
