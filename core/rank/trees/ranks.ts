/** Values to ranks, column by column: LightGBM's rules for missing, zero and categorical values live here alone. */
import type { PackedModel } from './codec.ts'

/** Row-major features: `count` rows of `stride` values; the first `featureNames.length` of a row are the model's. */
export type Rows = { values: Float64Array | Float32Array; count: number; stride: number }

/** LightGBM's kZeroThreshold, the float 1e-35f widened to a double. */
const ZERO = 1.0000000180025095e-35
const ALWAYS_LEFT = -1
const ALWAYS_RIGHT = 32_767

/** One rank a row and column, column-major: neighbouring rows then walk a tree over neighbouring memory. */
export function rankRows(model: PackedModel, rows: Rows): Int16Array {
  const width = model.columnFeature.length
  const ranks = new Int16Array(rows.count * width)
  for (let column = 0; column < width; column += 1) {
    if ((model.columnType[column]! & 1) === 0) rankNumbers(model, rows, { column, ranks })
    else rankCategories(model, rows, { column, ranks })
  }
  return ranks
}

type Target = { column: number; ranks: Int16Array }

function rankNumbers(model: PackedModel, { values, count, stride }: Rows, { column, ranks }: Target): void {
  const from = model.cutStart[column]!
  const size = model.cutStart[column + 1]! - from
  let previous = Number.NEGATIVE_INFINITY
  let rank = numberRank(model, { column, value: previous, from, size })
  const end = (column + 1) * count
  for (let at = model.columnFeature[column]!, to = column * count; to < end; at += stride, to += 1) {
    const value = values[at]!
    // Columns of the session or the moment are the same all down the list.
    if (value !== previous && (value === value || previous === previous)) {
      previous = value
      rank = numberRank(model, { column, value, from, size })
    }
    ranks[to] = rank
  }
}

type Question = { column: number; value: number; from: number; size: number }

function numberRank({ columnType, cuts }: PackedModel, { column, value: given, from, size }: Question): number {
  const type = columnType[column]!
  const missing = (type & 2) !== 0 ? ALWAYS_LEFT : ALWAYS_RIGHT
  if (given !== given && (type & 12) === 8) return missing
  // A model that saw no missing value in training reads one as zero.
  const value = given !== given ? 0 : given
  if ((type & 12) === 4 && value >= -ZERO && value <= ZERO) return missing
  // The number of cuts below the value.
  let low = from
  for (let length = size; length > 1;) {
    const half = length >> 1
    low += cuts[low + half - 1]! < value ? half : 0
    length -= half
  }
  return low - from + (cuts[low]! < value ? 1 : 0)
}

/** Categories are C ints: fractions are cut, and what does not fit an int (NaN, infinite, huge) is in no set. */
function rankCategories(model: PackedModel, { values, count, stride }: Rows, { column, ranks }: Target): void {
  const from = model.wordStart[column]!
  const end = model.wordStart[column + 1]!
  for (let row = 0; row < count; row += 1) {
    const category = Math.trunc(values[row * stride + model.columnFeature[column]!]!)
    const isInt = category >= 0 && category <= 0x7fff_ffff
    const word = from + (category >>> 5)
    const inSet = isInt && word < end && ((model.words[word]! >>> (category & 31)) & 1) === 1
    ranks[column * count + row] = inSet ? 0 : 1
  }
}
