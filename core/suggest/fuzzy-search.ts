/**
 * Completions that contain every word of the query with a few typing errors, likeliest first (tolerance.ts).
 * Runs last, so it can only fill the room that exact matches, beginnings and any-order words left.
 */
import { firstLetterRanges } from './first-letter.ts'
import { walkTerms, type TermRange } from './fuzzy-walk.ts'
import type { SuggestIndex } from './open.ts'
import { isListEnd, listStart } from './packed-lists.ts'
import { readPacked } from './packed-array.ts'
import { termsFrom, type ResolvedWord } from './query.ts'
import { BLOCK } from './range-minima.ts'
import { valueRange } from './ranked-postings.ts'
import { inScope, type ResolvedScope } from './scope.ts'
import { MOST_ERRORS, penaltyOf, toleranceOf } from './tolerance.ts'

/** With this many other matches a wrong first letter is not the likely explanation, and is not looked for. */
const FEW_FOUND = 6

/** Several words are searched only when nothing else was found: any-order matches do without company. */
export function searchFuzzy(index: SuggestIndex, words: readonly ResolvedWord[], scope?: ResolvedScope): void {
  const { found, likeliest } = index.scratch
  if (words.length > 1 && found.ranks.length > 0) return
  const wanted = (rank: number): boolean =>
    !found.has(rank) && (scope === undefined || inScope(index, rank, scope.number))
  likeliest.reset(found.room)
  const ranges = words.map((word, at) => fuzzyRanges(index, word, at === words.length - 1))
  const alone = words.length === 1 ? words[0]! : undefined
  if (alone !== undefined && alone.spaced && found.ranks.length < FEW_FOUND)
    ranges.push(...firstLetterRanges(index, alone.text))
  index.scratch.fuzzy = ranges
  if (alone !== undefined) searchOne(index, ranges, wanted)
  else if (ranges.every((own) => own.length > 0)) searchSeveral(index, ranges, wanted)
  for (const rank of likeliest.ranks) found.add(rank, 'fuzzy')
}

/** The terms that a word could have been meant to be, its first character being right; in term order. */
function fuzzyRanges(index: SuggestIndex, word: ResolvedWord, unfinished: boolean): TermRange[] {
  const points = Array.from(word.text, (character) => character.codePointAt(0)!)
  const { first, last } = termsFrom(index, String.fromCodePoint(points[0]!))
  return walkTerms(index.terms, { points, fixed: 1, first, last, tolerance: toleranceOf(points.length, unfinished) })
}

function searchOne(index: SuggestIndex, ranges: readonly TermRange[][], wanted: (rank: number) => boolean): void {
  const { likeliest } = index.scratch
  const { values, blocks } = index.postings.minima
  for (const range of ranges.flat()) {
    if (range.errors === 0) continue
    const scale = 2 ** penaltyOf(range.errors, range.whole)
    const { from, to } = valueRange(index.postings, range.first, range.last)
    for (let at = from; at < to; at++) {
      if (at % BLOCK === 0 && (blocks[at / BLOCK]! + 1) * scale >= likeliest.threshold) {
        at += BLOCK - 1
        continue
      }
      const rank = readPacked(values, at)
      const cost = (rank + 1) * scale
      if (cost < likeliest.threshold && wanted(rank)) likeliest.offer(rank, cost)
    }
  }
}

/** The word with the fewest postings drives; each of its completions is read and its errors are summed over all words. */
function searchSeveral(index: SuggestIndex, ranges: readonly TermRange[][], wanted: (rank: number) => boolean): void {
  const { likeliest } = index.scratch
  for (const { first, last } of fewestPostings(index, ranges)) {
    const { from, to } = valueRange(index.postings, first, last)
    for (let at = from; at < to; at++) {
      const rank = readPacked(index.postings.minima.values, at)
      if (rank + 1 >= likeliest.threshold) continue
      const penalty = penaltyOfAll(index, rank, ranges)
      if (penalty === undefined) continue
      const cost = (rank + 1) * 2 ** penalty
      if (cost < likeliest.threshold && wanted(rank)) likeliest.offer(rank, cost)
    }
  }
}

function fewestPostings(index: SuggestIndex, ranges: readonly TermRange[][]): readonly TermRange[] {
  let fewest = Infinity
  let driver: readonly TermRange[] = []
  for (const own of ranges) {
    let postings = 0
    for (const range of own) {
      const { from, to } = valueRange(index.postings, range.first, range.last)
      postings += to - from
    }
    if (postings < fewest) {
      fewest = postings
      driver = own
    }
  }
  return driver
}

/** The least penalty with which the completion has all words; undefined when it lacks one or has too many errors. */
function penaltyOfAll(index: SuggestIndex, rank: number, ranges: readonly TermRange[][]): number | undefined {
  let errors = 0
  let penalty = 0
  for (const own of ranges) {
    const range = bestRange(index, rank, own)
    if (range === undefined) return undefined
    errors += range.errors
    if (range.errors > 0) penalty += penaltyOf(range.errors, range.whole)
    if (errors > MOST_ERRORS) return undefined
  }
  return penalty
}

/** Of the ranges that hold one of the completion's words, the one with the fewest errors, then the least penalty. */
function bestRange(index: SuggestIndex, rank: number, ranges: readonly TermRange[]): TermRange | undefined {
  const lists = index.words
  let best: TermRange | undefined
  for (let at = listStart(lists, rank); at < lists.values.length; at++) {
    const range = rangeOf(ranges, readPacked(lists.values, at))
    if (range !== undefined && (best === undefined || isBetter(range, best))) best = range
    if (isListEnd(lists, at)) break
  }
  return best
}

const isBetter = (a: TermRange, b: TermRange): boolean =>
  a.errors < b.errors || (a.errors === b.errors && a.whole && !b.whole)

/** The range that holds `term`. */
export function rangeOf(ranges: readonly TermRange[], term: number): TermRange | undefined {
  let low = 0
  let high = ranges.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (ranges[middle]!.last <= term) low = middle + 1
    else high = middle
  }
  const range = ranges[low]
  return range !== undefined && range.first <= term ? range : undefined
}
