/**
 * What a model's nodes compare, column by column: LightGBM's rules for missing, zero and categorical values live here
 * alone, so that a node is one comparison, left if `value <= threshold`. A missing value that goes left is -Infinity,
 * one that goes right is NaN; a category is 0 inside its set and 1 outside, against a threshold of 0.
 */
import type { PackedModel } from './codec.ts'

/** Row-major features: `count` rows of `stride` values; the first `featureNames.length` of a row are the model's. */
export type Rows = { values: Float64Array | Float32Array; count: number; stride: number }

export type ColumnValues = {
  /** Column-major, `count` a column. */
  values: Float64Array
  /** Least and greatest of each column. Missing values that go right are above any number: they make `high` NaN. */
  low: Float64Array
  high: Float64Array
}

/** LightGBM's kZeroThreshold, the float 1e-35f widened to a double. */
const ZERO = 1.0000000180025095e-35

export function newColumnValues(model: PackedModel, count: number): ColumnValues {
  const width = model.columnFeature.length
  return { values: new Float64Array(width * count), low: new Float64Array(width), high: new Float64Array(width) }
}

/** Fills `out` with rows `first .. first + count`. */
export function writeColumnValues(model: PackedModel, rows: Rows & { first: number }, out: ColumnValues): void {
  for (let column = 0; column < model.columnFeature.length; column += 1) {
    if ((model.columnType[column]! & 1) === 0) writeNumbers(model, rows, { column, out })
    else writeCategories(model, rows, { column, out })
  }
}

type Target = { column: number; out: ColumnValues }

function writeNumbers(model: PackedModel, rows: Rows & { first: number }, { column, out }: Target): void {
  const type = model.columnType[column]!
  const missing = (type & 2) === 0 ? Number.NaN : Number.NEGATIVE_INFINITY
  const zeroIsMissing = (type & 12) === 4
  // A model that saw no missing value in training reads one as zero.
  const unknown = (type & 12) === 0 ? 0 : missing
  const { values, count, stride } = rows
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  let holes = false
  const end = (column + 1) * count
  for (let at = rows.first * stride + model.columnFeature[column]!, to = end - count; to < end; at += stride, to += 1) {
    let value = values[at]!
    if (value !== value) value = unknown
    else if (zeroIsMissing && value >= -ZERO && value <= ZERO) value = missing
    if (value < low) low = value
    if (value > high) high = value
    if (value !== value) holes = true
    out.values[to] = value
  }
  out.low[column] = low
  out.high[column] = holes ? Number.NaN : high
}

/** Categories are C ints: fractions are cut, and what does not fit an int (NaN, infinite, huge) is in no set. */
function writeCategories(model: PackedModel, rows: Rows & { first: number }, { column, out }: Target): void {
  const from = model.wordStart[column]!
  const end = model.wordStart[column + 1]!
  for (let row = 0; row < rows.count; row += 1) {
    const category = Math.trunc(rows.values[(rows.first + row) * rows.stride + model.columnFeature[column]!]!)
    const isInt = category >= 0 && category <= 0x7fff_ffff
    const word = from + (category >>> 5)
    const inSet = isInt && word < end && ((model.words[word]! >>> (category & 31)) & 1) === 1
    out.values[column * rows.count + row] = inSet ? 0 : 1
  }
  out.low[column] = 0
  out.high[column] = 1
}
