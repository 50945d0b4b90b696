/**
 * Many short lists of integers in one packed array. A bitmap marks the last value of each list; the start of every
 * sixteenth list is stored, and the lists between are found by counting marks from there.
 *
 *   values   7 12 40 | 3 | 9 12 | …
 *   ends     0  0  1   1   0  1
 *   samples  start of list 0, 16, 32, …
 *
 * A list cannot be empty. One list costs one bit a value and two bits of sample.
 */
import { popcount } from './bits.ts'
import { packArray, type PackedArray } from './packed-array.ts'

export type PackedLists = { values: PackedArray; ends: Uint32Array; samples: Uint32Array; count: number }

export const SAMPLE_SHIFT = 4
const SAMPLE_MASK = (1 << SAMPLE_SHIFT) - 1

export function packLists(lists: readonly ArrayLike<number>[]): PackedLists {
  const total = lists.reduce((sum, list) => sum + list.length, 0)
  const values = new Uint32Array(total)
  const ends = new Uint32Array((total >>> 5) + 1)
  const samples = new Uint32Array((lists.length >>> SAMPLE_SHIFT) + 1)
  let at = 0
  lists.forEach((list, index) => {
    if ((index & SAMPLE_MASK) === 0) samples[index >>> SAMPLE_SHIFT] = at
    values.set(list, at)
    at += list.length
    ends[(at - 1) >>> 5]! |= 1 << ((at - 1) & 31)
  })
  return { values: packArray(values), ends, samples, count: lists.length }
}

/** Index of the first value of list `list`; for `count`, the number of values. */
export function listStart(lists: PackedLists, list: number): number {
  if (list >= lists.count) return lists.values.length
  const start = lists.samples[list >>> SAMPLE_SHIFT]!
  const skipped = list & SAMPLE_MASK
  return skipped === 0 ? start : afterEnds(lists, start, skipped)
}

export const isListEnd = (lists: Pick<PackedLists, 'ends'>, at: number): boolean =>
  ((lists.ends[at >>> 5]! >>> (at & 31)) & 1) === 1

/** Index after the `wanted`-th marked value from `from` on. */
function afterEnds(lists: PackedLists, from: number, wanted: number): number {
  const { ends } = lists
  let missing = wanted
  let word = from >>> 5
  let bits = ends[word]! & (-1 << (from & 31))
  for (;;) {
    const marks = popcount(bits)
    if (marks >= missing) break
    missing -= marks
    if (++word >= ends.length) return lists.values.length
    bits = ends[word]!
  }
  while (--missing > 0) bits &= bits - 1
  return (word << 5) + (31 - Math.clz32(bits & -bits)) + 1
}

/**
 * Whether the marks give as many lists as said, the samples stand where the marks have them, and no list is much longer
 * than `longest`. Reads the bitmap and not the values, so it costs little, and proves that reading any list ends.
 */
export function listsAreSound({ values, ends, samples, count }: PackedLists, longest: number): boolean {
  const longestGap = Math.ceil(longest / 32)
  let marks = 0
  let gap = 0
  let list = 0
  for (let word = 0; word < ends.length; word++) {
    const bits = ends[word]!
    for (; list < count && samples[list >>> SAMPLE_SHIFT]! >>> 5 === word; list += SAMPLE_MASK + 1) {
      const before = ~(-1 << (samples[list >>> SAMPLE_SHIFT]! & 31))
      if (marks + popcount(bits & before) !== list) return false
    }
    marks += popcount(bits)
    gap = bits === 0 ? gap + 1 : 0
    if (gap > longestGap) return false
  }
  return marks === count && list >= count && (count === 0 || isListEnd({ ends }, values.length - 1))
}
