/**
 * For each term, the ranks of the completions that contain it, ascending; the lists stand end to end in term order, so
 * the completions of a range of terms are one range of values, whose best few the block minima find.
 */
import { listStart, packLists, type PackedLists } from './packed-lists.ts'
import { withMinima, type RangeMinima } from './range-minima.ts'

export type RankedPostings = { lists: PackedLists; minima: RangeMinima }

export function buildPostings(lists: readonly ArrayLike<number>[]): RankedPostings {
  const packed = packLists(lists)
  return { lists: packed, minima: withMinima(packed.values) }
}

/** Turns "rank → keys" round into "key → ranks"; a rank is listed once under a key, however often it has it. */
export function invert(keysOfRank: readonly ArrayLike<number>[], keys: number): number[][] {
  const lists: number[][] = Array.from({ length: keys }, () => [])
  keysOfRank.forEach((keys, rank) => {
    for (let at = 0; at < keys.length; at++) {
      const list = lists[keys[at]!]!
      if (list.at(-1) !== rank) list.push(rank)
    }
  })
  return lists
}

/** The values that hold the ranks of terms `[first, last)`. */
export function valueRange(postings: RankedPostings, first: number, last: number): { from: number; to: number } {
  return { from: listStart(postings.lists, first), to: listStart(postings.lists, last) }
}
