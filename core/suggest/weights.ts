/**
 * Weights by rank. They fall with rank, so only their steps are stored, and a bit for each rank at which one begins; the
 * step of a rank is the number of marks up to it. A weight keeps eight bits of mantissa (0.4 %): enough to blend with, and
 * the steps of a real set then fit a few kilobytes.
 *
 *   marks    1 0 0 1 0 …      rank 3 begins the second step
 *   counts   marks before each 128th rank
 *   steps    the weight of each step
 */
import { popcount } from './bits.ts'

export type Weights = { steps: Float32Array; marks: Uint32Array; counts: Uint32Array }

const MANTISSA_KEPT = 8
const DROPPED_BITS = 23 - MANTISSA_KEPT
/** Words of marks that one count stands for. */
const WORDS_SHIFT = 2
const RANKS_A_COUNT = 32 << WORDS_SHIFT

/** Words of marks for so many ranks, and counts of them. */
export const markWords = (ranks: number): number => (ranks >>> 5) + 1
export const countsOf = (words: number): number => (words >>> WORDS_SHIFT) + 1

/** @param falling one weight a rank, from the largest */
export function packWeights(falling: readonly number[]): Weights {
  const steps: number[] = []
  const marks = new Uint32Array(markWords(falling.length))
  const counts = new Uint32Array(countsOf(marks.length))
  falling.forEach((weight, rank) => {
    if (rank % RANKS_A_COUNT === 0) counts[rank / RANKS_A_COUNT] = steps.length
    const rounded = round(weight)
    if (steps.at(-1) === rounded) return
    steps.push(rounded)
    marks[rank >>> 5]! |= 1 << (rank & 31)
  })
  return { steps: Float32Array.from(steps), marks, counts }
}

const float = new Float32Array(1)
const bits = new Uint32Array(float.buffer)

function round(weight: number): number {
  float[0] = weight
  bits[0] = (bits[0]! >>> DROPPED_BITS) << DROPPED_BITS
  return float[0]
}

export function weightAt({ steps, marks, counts }: Weights, rank: number): number {
  const last = rank >>> 5
  let word = (last >>> WORDS_SHIFT) << WORDS_SHIFT
  let begun = counts[last >>> WORDS_SHIFT]!
  for (; word < last; word++) begun += popcount(marks[word]!)
  begun += popcount(marks[last]! << (31 - (rank & 31)))
  return steps[begun - 1] ?? 0
}
