/** Values to ranks, column by column: LightGBM's rules for missing, zero and categorical values live here alone. */
import type { PackedModel } from './codec.ts'

/** Row-major features: `count` rows of `stride` values; the first `featureNames.length` of a row are the model's. */
export type Rows = { values: Float64Array | Float32Array; count: number; stride: number }

/** LightGBM's kZeroThreshold, the float 1e-35f widened to a double. */
const ZERO = 1.0000000180025095e-35
const ALWAYS_LEFT = -1
const ALWAYS_RIGHT = 65_535

/** One rank a row and column, row-major. */
export function rankRows(model: PackedModel, rows: Rows): Int32Array {
  const width = model.columnFeature.length
  const ranks = new Int32Array(rows.count * width)
  for (let column = 0; column < width; column += 1) {
    if ((model.columnType[column]! & 1) === 0) rankNumbers(model, rows, { column, ranks })
    else rankCategories(model, rows, { column, ranks })
  }
  return ranks
}

type Target = { column: number; ranks: Int32Array }

function rankNumbers(model: PackedModel, { values, count, stride }: Rows, { column, ranks }: Target): void {
  const type = model.columnType[column]!
  const missing = (type & 2) !== 0 ? ALWAYS_LEFT : ALWAYS_RIGHT
  const width = model.columnFeature.length
  const from = model.cutStart[column]!
  const size = model.cutStart[column + 1]! - from
  const cuts = model.cuts
  for (let row = 0, at = model.columnFeature[column]!, to = column; row < count; row += 1, at += stride, to += width) {
    let value = values[at]!
    if (value !== value) {
      if ((type & 12) === 8) {
        ranks[to] = missing
        continue
      }
      // A model that saw no missing value in training reads one as zero.
      value = 0
    }
    if ((type & 12) === 4 && value >= -ZERO && value <= ZERO) {
      ranks[to] = missing
      continue
    }
    // The number of cuts below the value; each step halves the range without a branch that could be mispredicted.
    let low = from
    for (let length = size; length > 1;) {
      const half = length >> 1
      low += cuts[low + half - 1]! < value ? half : 0
      length -= half
    }
    ranks[to] = low - from + (cuts[low]! < value ? 1 : 0)
  }
}

/** Categories are C ints: fractions are cut, and what does not fit an int (NaN, infinite, huge) is in no set. */
function rankCategories(model: PackedModel, { values, count, stride }: Rows, { column, ranks }: Target): void {
  const width = model.columnFeature.length
  const from = model.wordStart[column]!
  const end = model.wordStart[column + 1]!
  for (let row = 0; row < count; row += 1) {
    const category = Math.trunc(values[row * stride + model.columnFeature[column]!]!)
    const isInt = category >= 0 && category <= 0x7fff_ffff
    const word = from + (category >>> 5)
    const inSet = isInt && word < end && ((model.words[word]! >>> (category & 31)) & 1) === 1
    ranks[row * width + column] = inSet ? 0 : 1
  }
}
