/**
 * Features as small integers: every column is cut at quantiles of its distinct values, so that split finding looks at
 * bins and not at rows (LightGBM, NeurIPS 2017, section 2.2). Bin 0 is missing; bin b >= 1 holds the values v with
 * `upper[b - 2] < v <= upper[b - 1]`, and values above the last cut fall into the last bin.
 */
import { rowCount, type Dataset } from './dataset.ts'

export const MAX_BINS = 64
/** Quantiles are read from at most this many rows, evenly spaced. */
const SAMPLE = 50_000

/** `columns[f][row]` is a bin; `cuts[f][b - 1]` is the threshold right of bin b. */
export type Binned = { columns: Uint8Array[]; cuts: Float64Array[] }

export function binDataset(data: Dataset): Binned {
  const cuts = data.featureNames.map((_, feature) => cutsOf(data, feature))
  return { columns: binWith(data, cuts), cuts }
}

function binWith(data: Dataset, cuts: Float64Array[]): Uint8Array[] {
  const width = data.featureNames.length
  return cuts.map((cut, feature) => {
    const column = new Uint8Array(rowCount(data))
    for (let row = 0; row < column.length; row += 1) column[row] = binOf(cut, data.values[row * width + feature]!)
    return column
  })
}

function binOf(cuts: Float64Array, value: number): number {
  if (value !== value) return 0
  let low = 0
  let high = cuts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (value <= cuts[middle]!) high = middle
    else low = middle + 1
  }
  return low + 1
}

/** Cut points half-way between neighbouring distinct values, at even steps of the number of rows. */
function cutsOf(data: Dataset, feature: number): Float64Array {
  const width = data.featureNames.length
  const step = Math.max(1, Math.floor(rowCount(data) / SAMPLE))
  const sample: number[] = []
  for (let row = 0; row < rowCount(data); row += step) {
    const value = data.values[row * width + feature]!
    if (value === value) sample.push(value)
  }
  const sorted = Float64Array.from(sample).sort()
  const cuts: number[] = []
  // Bin 0 is missing and one bin lies above the last cut.
  const perBin = sorted.length / (MAX_BINS - 2)
  let filled = 0
  for (let at = 1; at < sorted.length; at += 1) {
    filled += 1
    if (sorted[at] === sorted[at - 1]) continue
    if (filled < perBin && sorted.length > MAX_BINS) continue
    if (cuts.length === MAX_BINS - 2) break
    cuts.push(between(sorted[at - 1]!, sorted[at]!))
    filled = 0
  }
  return Float64Array.from(cuts)
}

/** The middle, unless rounding puts it on the upper value: `value <= threshold` must part the two. */
function between(low: number, high: number): number {
  const middle = low / 2 + high / 2
  return middle < high && middle >= low ? middle : low
}
