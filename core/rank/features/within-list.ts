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

/** Writes how far each value lies from the list's mean, in the list's standard deviations; NaN stays NaN. */
export function listDeviations({ rows, width }: RowsOf, { from, to }: Columns): void {
  let count = 0
  let sum = 0
  let squares = 0
  for (let at = from; at < rows.length; at += width) {
    const value = rows[at]!
    if (value !== value) continue
    count += 1
    sum += value
    squares += value * value
  }
  const mean = sum / count
  const deviation = Math.sqrt(Math.max(0, squares / count - mean * mean))
  // Equal values do not deviate; the sums of squares of large equal numbers do, by rounding.
  if (count < 2 || deviation <= Math.abs(mean) * 1e-6) return
  for (let row = 0; row < rows.length; row += width) rows[row + to] = (rows[row + from]! - mean) / deviation
}
