import type { ScoredList } from './list.ts'

type Sizes = { count: number; width: number; stages: number }
type Numbers = Pick<ScoredList, 'rows' | 'placeRates' | 'priors' | 'buckets' | 'expected'>

/** Gives a list the memory for its numbers: rows missing everywhere, buckets saying nothing. */
export type ListMemory = (sizes: Sizes) => Numbers

/** New memory, for a list whose rows are trained on or whose clicks are learned from later. */
export const freshMemory: ListMemory = ({ count, width, stages }) => ({
  rows: new Float32Array(count * width).fill(Number.NaN),
  placeRates: new Float64Array(count),
  priors: new Float64Array(count),
  buckets: new Uint8Array(count * stages),
  expected: new Float64Array(count * stages),
})

/**
 * The same memory again and again, for lists that are ranked and forgotten: each list is overwritten by the next.
 * New memory is 150 KB for 200 candidates, and collecting it takes milliseconds now and then.
 */
export function reusedMemory(): ListMemory {
  let held: Numbers = freshMemory({ count: 0, width: 0, stages: 0 })
  return ({ count, width, stages }) => {
    if (held.rows.length < count * width || held.expected.length < count * stages || held.priors.length < count) {
      held = freshMemory({ count, width, stages })
      return held
    }
    return {
      rows: held.rows.subarray(0, count * width).fill(Number.NaN),
      placeRates: held.placeRates.subarray(0, count),
      priors: held.priors.subarray(0, count),
      buckets: held.buckets.subarray(0, count * stages).fill(0),
      expected: held.expected.subarray(0, count * stages),
    }
  }
}
