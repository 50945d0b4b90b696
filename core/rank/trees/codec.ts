/**
 * The packed model: one ArrayBuffer that the edge opens as views, without parsing. Little-endian, 8-byte aligned.
 *
 *   header  12 x u32: magic "NFGT", version, features, trees, splits, leaves, bitsets, bitset words, name units,
 *                     average flag, 2 spare
 *   f64 threshold[splits]     f64 leafValue[leaves]
 *   f32 internalValue[splits] u32 catStart[bitsets + 1]   u32 catWords[]
 *   u32 splitStart[trees + 1] u32 leafStart[trees + 1]
 *   i16 children[2 * splits]  left, right; numbers are local to the tree, negative = leaf (~)
 *   u16 feature[splits]       u16 names[] (feature names as UTF-16, separated by U+0000)
 *   u8  decisionType[splits]
 * Thresholds and leaves stay 64-bit: a score is then bit for bit LightGBM's own. About 31 bytes a leaf.
 */
import { TreeFormatError, type TreeModel } from './model.ts'

const MAGIC = 0x5447_464e
const VERSION = 1
const HEADER_BYTES = 48

export type PackedModel = {
  buffer: ArrayBuffer
  featureNames: string[]
  treeCount: number
  averageOutput: boolean
  threshold: Float64Array
  leafValue: Float64Array
  internalValue: Float32Array
  catStart: Uint32Array
  catWords: Uint32Array
  splitStart: Uint32Array
  leafStart: Uint32Array
  children: Int16Array
  feature: Uint16Array
  names: Uint16Array
  decisionType: Uint8Array
}

type Counts = {
  features: number
  trees: number
  splits: number
  leaves: number
  sets: number
  words: number
  units: number
}

/** Ten of the header's twelve numbers; a Uint32Array does not tell the compiler its length. */
type Header = readonly [number, number, number, number, number, number, number, number, number, number]

export function packModel(model: TreeModel): ArrayBuffer {
  const names = model.featureNames.join('\0')
  const total = (pick: (tree: TreeModel['trees'][number]) => number) =>
    model.trees.reduce((sum, tree) => sum + pick(tree), 0)
  const counts: Counts = {
    features: model.featureNames.length,
    trees: model.trees.length,
    splits: total((tree) => tree.threshold.length),
    leaves: total((tree) => tree.leafValue.length),
    sets: total((tree) => Math.max(0, tree.catBoundaries.length - 1)),
    words: total((tree) => tree.catThreshold.length),
    units: names.length,
  }
  const buffer = new ArrayBuffer(byteLength(counts))
  new Uint32Array(buffer, 0, 12).set([MAGIC, VERSION, ...Object.values(counts), model.averageOutput ? 1 : 0])
  const packed = views(buffer, counts)
  for (let unit = 0; unit < names.length; unit += 1) packed.names[unit] = names.charCodeAt(unit)
  copyTrees(packed, model)
  return buffer
}

function copyTrees(packed: ReturnType<typeof views>, model: TreeModel): void {
  const at = { split: 0, leaf: 0, set: 0, word: 0 }
  model.trees.forEach((tree, index) => {
    packed.leafValue.set(tree.leafValue, at.leaf)
    packed.internalValue.set(tree.internalValue, at.split)
    packed.feature.set(tree.splitFeature, at.split)
    packed.decisionType.set(tree.decisionType, at.split)
    packed.catWords.set(tree.catThreshold, at.word)
    for (let node = 0; node < tree.threshold.length; node += 1) {
      // A categorical threshold is the number of a bitset: local in the file, global here.
      const categorical = (tree.decisionType[node]! & 1) === 1
      packed.threshold[at.split + node] = tree.threshold[node]! + (categorical ? at.set : 0)
      packed.children[2 * (at.split + node)] = tree.leftChild[node]!
      packed.children[2 * (at.split + node) + 1] = tree.rightChild[node]!
    }
    for (let set = 0; set + 1 < tree.catBoundaries.length; set += 1) {
      packed.catStart[at.set + set] = at.word + tree.catBoundaries[set]!
    }
    at.split += tree.threshold.length
    at.leaf += tree.leafValue.length
    at.set += Math.max(0, tree.catBoundaries.length - 1)
    at.word += tree.catThreshold.length
    packed.splitStart[index + 1] = at.split
    packed.leafStart[index + 1] = at.leaf
  })
  packed.catStart[at.set] = at.word
}

/**
 * Opens a packed model. Bytes come from a content-addressed artifact, so its hash vouches for the inside; what is
 * checked here is that it is this format, this version, and whole.
 * @throws TreeFormatError otherwise.
 */
export function openModel(buffer: ArrayBuffer): PackedModel {
  if (buffer.byteLength < HEADER_BYTES) throw new TreeFormatError('The packed model is cut short.')
  const header = new Uint32Array(buffer, 0, 12)
  if (header[0] !== MAGIC) throw new TreeFormatError('Not a packed tree model.')
  if (header[1] !== VERSION) throw new TreeFormatError(`Packed model version ${header[1]}, expected ${VERSION}.`)
  const [, , features, trees, splits, leaves, sets, words, units, average] = header as unknown as Header
  const counts = { features, trees, splits, leaves, sets, words, units }
  if (buffer.byteLength !== byteLength(counts)) throw new TreeFormatError('The packed model is cut short.')
  const packed = views(buffer, counts)
  const names = Array.from(packed.names, (unit) => String.fromCharCode(unit)).join('')
  const featureNames = counts.features === 0 ? [] : names.split('\0')
  return { buffer, featureNames, treeCount: counts.trees, averageOutput: average === 1, ...packed }
}

/** Views in falling order of element size, so each one is aligned without padding. */
function views(buffer: ArrayBuffer, counts: Counts) {
  let offset = HEADER_BYTES
  const take = (bytes: number) => (offset += bytes) - bytes
  return {
    threshold: new Float64Array(buffer, take(8 * counts.splits), counts.splits),
    leafValue: new Float64Array(buffer, take(8 * counts.leaves), counts.leaves),
    internalValue: new Float32Array(buffer, take(4 * counts.splits), counts.splits),
    catStart: new Uint32Array(buffer, take(4 * (counts.sets + 1)), counts.sets + 1),
    catWords: new Uint32Array(buffer, take(4 * counts.words), counts.words),
    splitStart: new Uint32Array(buffer, take(4 * (counts.trees + 1)), counts.trees + 1),
    leafStart: new Uint32Array(buffer, take(4 * (counts.trees + 1)), counts.trees + 1),
    children: new Int16Array(buffer, take(4 * counts.splits), 2 * counts.splits),
    feature: new Uint16Array(buffer, take(2 * counts.splits), counts.splits),
    names: new Uint16Array(buffer, take(2 * counts.units), counts.units),
    decisionType: new Uint8Array(buffer, take(counts.splits), counts.splits),
  }
}

function byteLength(counts: Counts): number {
  const { trees, splits, leaves, sets, words, units } = counts
  return (
    HEADER_BYTES +
    8 * (splits + leaves) +
    4 * (splits + sets + 1 + words + 2 * (trees + 1) + splits) +
    2 * (splits + units) +
    splits
  )
}
