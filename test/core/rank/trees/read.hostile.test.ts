import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openModel, packModel } from '#core/rank/trees/codec'
import { readDumpModel } from '#core/rank/trees/read-dump'
import { readTextModel } from '#core/rank/trees/read-text'

const text = readFileSync(join(import.meta.dirname, '../../../vectors/trees/shop.txt'), 'utf8')
const edit = (pattern: RegExp, replacement: string) => {
  const edited = text.replace(pattern, replacement)
  expect(edited).not.toBe(text)
  return edited
}

it.each([
  ['empty', '', 'cut short'],
  ['cut in the middle', text.slice(0, text.length / 2), 'cut short'],
  ['not a model', 'hello\nend of trees\n', 'Not a LightGBM text model'],
  ['several classes', edit(/num_tree_per_iteration=1/, 'num_tree_per_iteration=3'), 'Multi-class'],
  ['linear leaves', edit(/is_linear=0/, 'is_linear=1'), 'linear leaves'],
  ['a loop', edit(/left_child=\S+/, 'left_child=0'), 'Tree 0'],
  ['a child out of range', edit(/right_child=\S+/, 'right_child=999'), 'Tree 0'],
  ['an unknown feature', edit(/split_feature=\S+/, 'split_feature=77'), 'unknown feature'],
  ['a word as threshold', edit(/threshold=\S+/, 'threshold=much'), 'category set'],
  ['a word as leaf', edit(/leaf_value=\S+/, 'leaf_value=much'), 'leaf 0'],
  ['leaves that are not there', edit(/num_leaves=\d+/, 'num_leaves=999'), 'num_leaves'],
])('text: %s', (_, model, message) => {
  expect(() => readTextModel(model)).toThrow(message)
})

const leaf = { leaf_value: 1 }
const split = {
  split_feature: 0,
  threshold: 1,
  decision_type: '<=',
  missing_type: 'None',
  left_child: leaf,
  right_child: leaf,
}
const dumpOf = (...trees: unknown[]) => ({
  feature_names: ['x'],
  tree_info: trees.map((tree) => ({ tree_structure: tree })),
})
const inSet = (threshold: string) => ({ ...split, decision_type: '==', threshold })
/** So many splits, each asking for the highest category that is read. */
function chained(splits: number): unknown {
  let tree: unknown = leaf
  for (let depth = 0; depth < splits; depth += 1) tree = { ...inSet('1048575'), left_child: tree }
  return tree
}

it.each([
  ['null', null, 'not an object'],
  ['no trees', { feature_names: [] }, 'Not a LightGBM dump'],
  ['a missing child', dumpOf({ ...split, left_child: undefined }), 'not an object'],
  ['an unknown decision', dumpOf({ ...split, decision_type: '>' }), 'decision_type >'],
  ['an unknown missing type', dumpOf({ ...split, missing_type: 'Maybe' }), 'missing_type Maybe'],
  ['a negative category', dumpOf({ ...split, decision_type: '==', threshold: '1||-4' }), 'bad category set'],
  ['a category of 256 MB', dumpOf(inSet('1||2147483647')), 'Tree 0: category 2147483647 is too high; at most 1048575'],
  ['a category that is no C int', dumpOf(inSet('1e300')), 'category 1e+300 is too high'],
  ['a word as category', dumpOf(inSet('1||x')), 'bad category set'],
  ['wide sets in one tree', dumpOf(chained(129)), 'Tree 0: the category sets hold more than'],
  ['wide sets in several trees', dumpOf(...Array.from({ length: 3 }, () => chained(64))), 'Tree 2: the category sets'],
  ['linear leaves', dumpOf({ ...split, left_child: { ...leaf, leaf_coeff: [1] } }), 'linear leaves'],
])('dump: %s', (_, dump, message) => {
  expect(() => readDumpModel(dump)).toThrow(message)
})

it('a set that names one category a million times, and the highest that is read, are read', () => {
  const [tree] = readDumpModel(dumpOf(inSet(`${'7||'.repeat(1_000_000)}1048575`))).trees
  expect([tree?.catThreshold.length, tree?.catThreshold[0], tree?.catThreshold[32_767]]).toEqual([32_768, 128, 2 ** 31])
})

it('a dump 5,000 splits deep is read without exhausting the stack', () => {
  let tree: unknown = leaf
  for (let depth = 0; depth < 5_000; depth += 1) tree = { ...split, left_child: tree }
  expect(readDumpModel(dumpOf(tree)).trees[0]?.leafValue.length).toBe(5_001)
})

it.each([
  ['too short', (bytes: Uint8Array) => bytes.slice(0, 20), 'cut short'],
  ['cut at the end', (bytes: Uint8Array) => bytes.slice(0, -8), 'cut short'],
  ['another magic', (bytes: Uint8Array) => bytes.with(0, 0), 'Not a packed'],
  ['a newer version', (bytes: Uint8Array) => bytes.with(4, 9), 'version 9'],
])('packed: %s', (_, spoil, message) => {
  const bytes = new Uint8Array(packModel(readTextModel(text)))
  expect(() => openModel(spoil(bytes).buffer)).toThrow(message)
})
