import type { ScoredList } from './list.ts'

type Columns = { from: number; to: number }
type RowsOf = Pick<ScoredList, 'rows' | 'width' | 'candidates'>

/**
 * Writes each row's place if the list were ordered by column `from`, highest first; equals keep their order. Value and
 * place become one integer, so that the engine's own sort of numbers orders them, which calls no comparison of ours.
 */
export function listRanks(list: RowsOf, { from, to }: Columns): void {
  const { rows, width } = list
  const count = list.candidates.length
  if (scratch.length < count) scratch = new Float64Array(2 * count)
  const keys = scratch.subarray(0, count)
  for (let place = 0; place < count; place += 1) keys[place] = descending(rows[place * width + from]!) * count + place
  keys.sort()
  for (let rank = 0; rank < count; rank += 1) rows[(keys[rank]! % count) * width + to] = rank
}

/** Used again by each list: allocated anew it would be what the collector finds most of. */
let scratch = new Float64Array(256)
const float = new Float32Array(1)
const bits = new Int32Array(float.buffer)

/** A 32-bit number as an integer of 0 to 2^32 that falls as the number rises. */
function descending(value: number): number {
  // The addition makes -0 the 0 that it equals. Negative numbers' bits run the other way.
  float[0] = value + 0
  const ascending = bits[0]! >= 0 ? bits[0]! : bits[0]! ^ 0x7fff_ffff
  return 0x7fff_ffff - ascending
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
