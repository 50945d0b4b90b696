/**
 * The packed model: one ArrayBuffer that the edge opens as views, without parsing. Little-endian.
 *
 *   header  12 x u32: magic "NFGT", version, features, trees, splits, leaves, columns, cuts, words, name units,
 *                     average flag, 1 spare
 *   f64 leafValue[leaves]       f64 cuts[]               ascending within a column
 *   f32 internalValue[splits]   u32 cutStart[columns + 1]
 *   u32 wordStart[columns + 1]  u32 words[]              bits of a column's category set
 *   u32 splitStart[trees + 1]   u32 leafStart[trees + 1]
 *   i16 children[2 * splits]    left, right; numbers are local to the tree, negative = leaf (~)
 *   u16 nodeColumn[splits]      u16 nodeCut[splits]      a node goes left if value <= cut of its column
 *   u16 columnFeature[columns]  u16 names[]              feature names as UTF-16, separated by U+0000
 *   u8  columnType[columns]     LightGBM's decision_type bits
 * Cuts and leaves stay 64-bit: a score is then bit for bit LightGBM's own.
 */
import { columnsOf, type Columns } from './columns.ts'
import { TreeFormatError, type TreeModel } from './model.ts'

const MAGIC = 0x5447_464e
const VERSION = 2
const HEADER_WORDS = 12

export type PackedModel = ReturnType<typeof views> & {
  buffer: ArrayBuffer
  /** The cut that each node compares with; 0 for a node that asks for a category. */
  nodeThreshold: Float64Array
  featureNames: string[]
  treeCount: number
  averageOutput: boolean
}

/** Sizes in the header's order. */
const COUNTS = ['features', 'trees', 'splits', 'leaves', 'columns', 'cuts', 'words', 'units'] as const
type Counts = Record<(typeof COUNTS)[number], number>

export function packModel(model: TreeModel): ArrayBuffer {
  const asked = columnsOf(model)
  const names = model.featureNames.join('\0')
  const sum = (list: readonly { length: number }[]) => list.reduce((total, each) => total + each.length, 0)
  const counts: Counts = {
    features: model.featureNames.length,
    trees: model.trees.length,
    splits: asked.nodeColumn.length,
    leaves: sum(model.trees.map((tree) => tree.leafValue)),
    columns: asked.columns.length,
    cuts: sum(asked.columns.map((column) => column.cuts)),
    words: sum(asked.columns.map((column) => column.words)),
    units: names.length,
  }
  const buffer = new ArrayBuffer(byteLength(counts))
  const header = [MAGIC, VERSION, ...COUNTS.map((name) => counts[name]), model.averageOutput ? 1 : 0]
  new Uint32Array(buffer, 0, HEADER_WORDS).set(header)
  const packed = views(buffer, counts)
  for (let unit = 0; unit < names.length; unit += 1) packed.names[unit] = names.charCodeAt(unit)
  copyColumns(packed, asked)
  copyTrees(packed, model)
  return buffer
}

function copyColumns(packed: ReturnType<typeof views>, asked: Columns): void {
  let cut = 0
  let word = 0
  asked.columns.forEach((column, index) => {
    packed.columnFeature[index] = column.feature
    packed.columnType[index] = column.type
    packed.cuts.set(column.cuts, cut)
    packed.words.set(column.words, word)
    packed.cutStart[index + 1] = cut += column.cuts.length
    packed.wordStart[index + 1] = word += column.words.length
  })
  packed.nodeColumn.set(asked.nodeColumn)
  packed.nodeCut.set(asked.nodeCut)
}

function copyTrees(packed: ReturnType<typeof views>, model: TreeModel): void {
  let split = 0
  let leaf = 0
  model.trees.forEach((tree, index) => {
    packed.leafValue.set(tree.leafValue, leaf)
    packed.internalValue.set(tree.internalValue, split)
    for (let node = 0; node < tree.threshold.length; node += 1) {
      packed.children[2 * (split + node)] = tree.leftChild[node]!
      packed.children[2 * (split + node) + 1] = tree.rightChild[node]!
    }
    packed.splitStart[index + 1] = split += tree.threshold.length
    packed.leafStart[index + 1] = leaf += tree.leafValue.length
  })
}

/**
 * Opens a packed model. Bytes come from a content-addressed artifact, so its hash vouches for the inside; what is
 * checked here is that it is this format, this version, and whole.
 * @throws TreeFormatError otherwise.
 */
export function openModel(buffer: ArrayBuffer): PackedModel {
  if (buffer.byteLength < 4 * HEADER_WORDS) throw new TreeFormatError('The packed model is cut short.')
  const [magic, version, ...rest] = new Uint32Array(buffer, 0, HEADER_WORDS)
  if (magic !== MAGIC) throw new TreeFormatError('Not a packed tree model.')
  if (version !== VERSION) throw new TreeFormatError(`Packed model version ${version}, expected ${VERSION}.`)
  const [features = 0, trees = 0, splits = 0, leaves = 0, columns = 0, cuts = 0, words = 0, units = 0, average = 0] =
    rest
  const counts = { features, trees, splits, leaves, columns, cuts, words, units }
  if (buffer.byteLength !== byteLength(counts)) throw new TreeFormatError('The packed model is cut short.')
  const packed = views(buffer, counts)
  const names = Array.from(packed.names, (unit) => String.fromCharCode(unit)).join('')
  const featureNames = features === 0 ? [] : names.split('\0')
  const nodeThreshold = Float64Array.from(packed.nodeCut, (cut, node) => thresholdOf(packed, { cut, node }))
  return { ...packed, buffer, nodeThreshold, featureNames, treeCount: trees, averageOutput: average === 1 }
}

function thresholdOf(packed: ReturnType<typeof views>, { cut, node }: { cut: number; node: number }): number {
  const column = packed.nodeColumn[node]!
  return (packed.columnType[column]! & 1) === 0 ? packed.cuts[packed.cutStart[column]! + cut]! : 0
}

/** Views in falling order of element size, so each one is aligned without padding. */
function views(buffer: ArrayBuffer, counts: Counts) {
  let offset = 4 * HEADER_WORDS
  const take = (bytes: number) => (offset += bytes) - bytes
  const { trees, splits, leaves, columns, cuts, words, units } = counts
  return {
    leafValue: new Float64Array(buffer, take(8 * leaves), leaves),
    cuts: new Float64Array(buffer, take(8 * cuts), cuts),
    internalValue: new Float32Array(buffer, take(4 * splits), splits),
    cutStart: new Uint32Array(buffer, take(4 * (columns + 1)), columns + 1),
    wordStart: new Uint32Array(buffer, take(4 * (columns + 1)), columns + 1),
    words: new Uint32Array(buffer, take(4 * words), words),
    splitStart: new Uint32Array(buffer, take(4 * (trees + 1)), trees + 1),
    leafStart: new Uint32Array(buffer, take(4 * (trees + 1)), trees + 1),
    children: new Int16Array(buffer, take(4 * splits), 2 * splits),
    nodeColumn: new Uint16Array(buffer, take(2 * splits), splits),
    nodeCut: new Uint16Array(buffer, take(2 * splits), splits),
    columnFeature: new Uint16Array(buffer, take(2 * columns), columns),
    names: new Uint16Array(buffer, take(2 * units), units),
    columnType: new Uint8Array(buffer, take(columns), columns),
  }
}

function byteLength({ trees, splits, leaves, columns, cuts, words, units }: Counts): number {
  const eights = leaves + cuts
  const fours = HEADER_WORDS + 2 * splits + 2 * (columns + 1) + words + 2 * (trees + 1)
  return 8 * eights + 4 * fours + 2 * (2 * splits + columns + units) + columns
}
