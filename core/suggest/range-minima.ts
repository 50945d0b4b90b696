/**
 * The smallest values of any range of a packed array, without looking at most of it.
 *
 * Completions are numbered by falling popularity, so "the best ten" of a range are its ten smallest numbers. The minimum of
 * every 32 values, and of every 32 of those, is stored; a block whose minimum cannot enter the result is stepped over.
 */
import { readPacked, type PackedArray } from './packed-array.ts'
import { MAX_SMALLEST, type Smallest } from './smallest.ts'

export type RangeMinima = { values: PackedArray; blocks: Uint32Array; superblocks: Uint32Array }

const SHIFT = 5
export const BLOCK = 1 << SHIFT
const SUPERBLOCK = 1 << (2 * SHIFT)

export function withMinima(values: PackedArray): RangeMinima {
  const blocks = minima((index) => readPacked(values, index), values.length)
  return { values, blocks, superblocks: minima((index) => blocks[index]!, blocks.length) }
}

function minima(read: (index: number) => number, length: number): Uint32Array {
  const result = new Uint32Array(blockCount(length)).fill(0xffffffff)
  for (let index = 0; index < length; index++) {
    result[index >>> SHIFT] = Math.min(result[index >>> SHIFT]!, read(index))
  }
  return result
}

export const blockCount = (length: number): number => Math.ceil(length / BLOCK)

/**
 * Lowers the threshold of `into` to what the block minima of `range` prove: with `wanted` blocks inside, the largest of
 * their `wanted` smallest minima is an upper bound for the wanted values. Only right when every value is welcome.
 */
export function boundRange(
  minima: RangeMinima,
  range: { from: number; to: number },
  wanted: number,
  bound: Smallest,
): number {
  bound.reset(wanted)
  const last = range.to >>> SHIFT
  for (let block = (range.from + BLOCK - 1) >>> SHIFT; block < last; block++) {
    const minimum = minima.blocks[block]!
    if (minimum < bound.threshold) bound.offer(minimum)
  }
  return bound.threshold + 1
}

/** The blocks with the smallest minima seen so far, ascending. */
const bestMinima = new Uint32Array(MAX_SMALLEST)
const bestBlocks = new Uint32Array(MAX_SMALLEST)

/**
 * The same as offering all of the range when its values are distinct: of the whole blocks only those with the `wanted`
 * smallest minima can hold one of the `wanted` smallest values.
 */
export function offerDistinct(minima: RangeMinima, { from, to }: { from: number; to: number }, into: Smallest): void {
  const wanted = into.room
  const first = (from + BLOCK - 1) >>> SHIFT
  const last = to >>> SHIFT
  if (last - first <= wanted) return offerRange(minima, { from, to }, into)
  const kept = bestOf(minima, { from: first, to: last }, wanted)
  into.threshold = Math.min(into.threshold, bestMinima[kept - 1]! + 1)
  offerRange(minima, { from, to: first << SHIFT }, into)
  offerRange(minima, { from: last << SHIFT, to }, into)
  for (let at = 0; at < kept && bestMinima[at]! < into.threshold; at++) {
    const start = bestBlocks[at]! << SHIFT
    offerValues(minima.values, { from: start, to: start + BLOCK }, into)
  }
}

/** Leaves the `wanted` blocks with the smallest minima in `bestBlocks`; there are more than that. */
function bestOf({ blocks, superblocks }: RangeMinima, range: { from: number; to: number }, wanted: number): number {
  let count = 0
  let threshold = Infinity
  for (let block = range.from; block < range.to; block++) {
    if ((block & (BLOCK - 1)) === 0 && superblocks[block >>> SHIFT]! >= threshold) {
      block += BLOCK - 1
      continue
    }
    const minimum = blocks[block]!
    if (minimum >= threshold) continue
    let at = count < wanted ? count++ : count - 1
    for (; at > 0 && bestMinima[at - 1]! > minimum; at--) {
      bestMinima[at] = bestMinima[at - 1]!
      bestBlocks[at] = bestBlocks[at - 1]!
    }
    bestMinima[at] = minimum
    bestBlocks[at] = block
    if (count === wanted) threshold = bestMinima[count - 1]!
  }
  return count
}

/** Offers the values of `[from, to)` that could still enter `into` and that pass; without `passes`, all do. */
export function offerRange(
  minima: RangeMinima,
  range: { from: number; to: number },
  into: Smallest,
  passes?: (value: number) => boolean,
): void {
  const { blocks, superblocks } = minima
  const { to } = range
  let at = range.from
  while (at < to) {
    if ((at & (SUPERBLOCK - 1)) === 0 && at + SUPERBLOCK <= to && superblocks[at >>> (2 * SHIFT)]! >= into.threshold) {
      at += SUPERBLOCK
      continue
    }
    const blockEnd = Math.min((at | (BLOCK - 1)) + 1, to)
    if (blocks[at >>> SHIFT]! < into.threshold) offerValues(minima.values, { from: at, to: blockEnd }, into, passes)
    at = blockEnd
  }
}

/** A copy of `readPacked` with the position kept between values: this loop reads most of what a lookup reads. */
function offerValues(
  { words, width }: PackedArray,
  range: { from: number; to: number },
  into: Smallest,
  passes?: (value: number) => boolean,
): void {
  const mask = width === 32 ? -1 : (1 << width) - 1
  const { to } = range
  let bit = range.from * width
  let { threshold } = into
  for (let at = range.from; at < to; at++, bit += width) {
    const shift = bit & 31
    let value = words[bit >>> 5]! >>> shift
    if (shift + width > 32) value |= words[(bit >>> 5) + 1]! << (32 - shift)
    value = (value & mask) >>> 0
    if (value >= threshold || (passes !== undefined && !passes(value))) continue
    into.offer(value)
    threshold = into.threshold
  }
}
