/**
 * Reads LightGBM's text model (`booster.save_model`): a header of `key=value` lines, one block a tree, "end of trees".
 * Refused rather than approximated: several classes, linear leaves.
 */
import { TreeFormatError, type Tree, type TreeModel } from './model.ts'
import { validateModel } from './validate.ts'

type Block = Map<string, string>

/** @throws TreeFormatError when the text is not a model this evaluator can reproduce exactly. */
export function readTextModel(text: string): TreeModel {
  const [header, ...blocks] = splitBlocks(text)
  if (header === undefined || !header.has('tree')) throw new TreeFormatError('Not a LightGBM text model.')
  if ((header.get('num_tree_per_iteration') ?? '1') !== '1')
    throw new TreeFormatError('Multi-class models can not rank.')
  const names = header.get('feature_names')
  if (names === undefined) throw new TreeFormatError('The header has no feature_names.')
  return validateModel({
    featureNames: names === '' ? [] : names.split(' '),
    trees: blocks.map(readTree),
    averageOutput: header.has('average_output'),
  })
}

/** The header, then one block for each `Tree=` line; everything after "end of trees" is comment. */
function splitBlocks(text: string): Block[] {
  const blocks: Block[] = [new Map()]
  for (const raw of text.split('\n')) {
    const line = raw.trimEnd()
    if (line === 'end of trees') return blocks
    if (line.startsWith('Tree=')) blocks.push(new Map())
    const equals = line.indexOf('=')
    const key = equals < 0 ? line : line.slice(0, equals)
    blocks.at(-1)!.set(key, equals < 0 ? '' : line.slice(equals + 1))
  }
  throw new TreeFormatError('The model is cut short: "end of trees" is missing.')
}

function readTree(block: Block, index: number): Tree {
  if ((block.get('is_linear') ?? '0') !== '0')
    throw new TreeFormatError(`Tree ${index}: linear leaves are not supported.`)
  const leaves = Number(block.get('num_leaves'))
  const list = (key: string) => numbers(block, { key, index })
  // A constant tree lists no splits at all.
  const splits = (key: string) => (leaves === 1 ? [] : list(key))
  const internalValue = leaves > 1 && block.has('internal_value') ? list('internal_value') : []
  const tree = {
    splitFeature: splits('split_feature'),
    threshold: splits('threshold'),
    decisionType: splits('decision_type'),
    leftChild: splits('left_child'),
    rightChild: splits('right_child'),
    leafValue: list('leaf_value'),
    internalValue,
    catBoundaries: block.has('cat_boundaries') ? list('cat_boundaries') : [],
    catThreshold: block.has('cat_threshold') ? list('cat_threshold') : [],
  }
  if (tree.leafValue.length !== leaves) throw new TreeFormatError(`Tree ${index}: num_leaves and leaf_value differ.`)
  return tree
}

function numbers(block: Block, at: { key: string; index: number }): number[] {
  const value = block.get(at.key)
  if (value === undefined) throw new TreeFormatError(`Tree ${at.index}: ${at.key} is missing.`)
  if (value.trim() === '') return []
  return value.trim().split(' ').map(parseNumber)
}

/** C++ prints infinities as `inf`; a threshold of `inf` is LightGBM's "anything but missing". */
function parseNumber(text: string): number {
  if (text === 'inf') return Number.POSITIVE_INFINITY
  return text === '-inf' ? Number.NEGATIVE_INFINITY : Number(text)
}
