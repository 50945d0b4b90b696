/**
 * Writes LightGBM's text model (version v4), so that a model trained here can be opened by LightGBM and the other way
 * round. Shortest decimal form of each double: reading gives the same bits back.
 */
import type { Tree, TreeModel } from './model.ts'

export function writeTextModel(model: TreeModel): string {
  const blocks = model.trees.map((tree, index) => treeBlock(tree, index))
  const header = [
    'tree',
    'version=v4',
    'num_class=1',
    'num_tree_per_iteration=1',
    'label_index=0',
    `max_feature_idx=${model.featureNames.length - 1}`,
    'objective=lambdarank',
    ...(model.averageOutput ? ['average_output'] : []),
    `feature_names=${model.featureNames.join(' ')}`,
    `feature_infos=${model.featureNames.map(() => '[-1e+300:1e+300]').join(' ')}`,
    // LightGBM seeks by these sizes, counted in bytes of each block.
    `tree_sizes=${blocks.map((block) => block.length).join(' ')}`,
  ]
  return `${header.join('\n')}\n\n${blocks.join('')}end of trees\n\nfeature_importances:\n\nparameters:\nend of parameters\n\npandas_categorical:null\n`
}

function treeBlock(tree: Tree, index: number): string {
  const sets = Math.max(0, tree.catBoundaries.length - 1)
  const splits = tree.threshold.length
  const list = (key: string, values: ArrayLike<number>) => `${key}=${Array.from(values, decimal).join(' ')}`
  const zeros = (key: string, length: number) =>
    list(
      key,
      Array.from({ length }, () => 0),
    )
  const lines = [
    `Tree=${index}`,
    `num_leaves=${tree.leafValue.length}`,
    `num_cat=${sets}`,
    list('split_feature', tree.splitFeature),
    zeros('split_gain', splits),
    list('threshold', tree.threshold),
    list('decision_type', tree.decisionType),
    list('left_child', tree.leftChild),
    list('right_child', tree.rightChild),
    list('leaf_value', tree.leafValue),
    zeros('leaf_weight', tree.leafValue.length),
    zeros('leaf_count', tree.leafValue.length),
    tree.internalValue.length === splits ? list('internal_value', tree.internalValue) : zeros('internal_value', splits),
    zeros('internal_weight', splits),
    zeros('internal_count', splits),
    ...(sets > 0 ? [list('cat_boundaries', tree.catBoundaries), list('cat_threshold', tree.catThreshold)] : []),
    'is_linear=0',
    'shrinkage=1',
  ]
  return `${lines.join('\n')}\n\n\n`
}

const decimal = (value: number) => (Number.isFinite(value) ? String(value) : value > 0 ? 'inf' : '-inf')
