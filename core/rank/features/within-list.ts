import type { ScoredList } from './list.ts'

type Columns = { from: number; to: number }
type RowsOf = Pick<ScoredList, 'rows' | 'width' | 'candidates'>

/** Writes each row's place if the list were ordered by column `from`, highest first; equals keep their order. */
export function listRanks(list: RowsOf, { from, to }: Columns): void {
  const { rows, width } = list
  const order = Array.from(list.candidates, (_, place) => place)
  order.sort((a, b) => rows[b * width + from]! - rows[a * width + from]! || a - b)
  order.forEach((place, rank) => (rows[place * width + to] = rank))
}

/** Writes the share of the other rows with a lower value, equals counting half; NaN stays NaN. */
export function listPercentiles(list: RowsOf, { from, to }: Columns): void {
  const { rows, width } = list
  const values = Float64Array.from(list.candidates, (_, place) => rows[place * width + from]!)
  const sorted = values.filter((value) => value === value).sort()
  if (sorted.length < 2) return
  for (let place = 0; place < values.length; place += 1) {
    const value = values[place]!
    if (value !== value) continue
    const below = lowerBound(sorted, value)
    const equal = upperBound(sorted, value) - below - 1
    rows[place * width + to] = (below + equal / 2) / (sorted.length - 1)
  }
}

/** Index of the first value not below `value`. */
function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}

/** Index after the last value not above `value`. */
function upperBound(sorted: Float64Array, value: number): number {
  let end = lowerBound(sorted, value)
  while (end < sorted.length && sorted[end] === value) end += 1
  return end
}
