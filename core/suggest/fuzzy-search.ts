/**
 * Completions that contain every word of the query with at most two errors in all: fewest errors first, then popularity.
 * Runs last, so it can only fill the room that exact matches, beginnings and any-order words left.
 */
import { walkTerms, type TermRange } from './fuzzy-walk.ts'
import type { SuggestIndex } from './open.ts'
import { isListEnd, listStart } from './packed-lists.ts'
import { readPacked } from './packed-array.ts'
import type { ResolvedWord } from './query.ts'
import { offerRange } from './range-minima.ts'
import { valueRange } from './ranked-postings.ts'
import { inScope, type ResolvedScope } from './scope.ts'
import { MOST_ERRORS, toleranceOf } from './tolerance.ts'

export function searchFuzzy(index: SuggestIndex, words: readonly ResolvedWord[], scope?: ResolvedScope): void {
  const ranges = fuzzyRanges(index, words)
  index.scratch.fuzzy = ranges
  if (ranges.some((own) => own.length === 0)) return
  const wanted = (rank: number): boolean =>
    !index.scratch.found.has(rank) && (scope === undefined || inScope(index, rank, scope.number))
  if (ranges.length === 1) searchOne(index, ranges[0]!, wanted)
  else searchSeveral(index, ranges, wanted)
}

/** For each word, the terms it could have been meant to be, in term order. */
function fuzzyRanges(index: SuggestIndex, words: readonly ResolvedWord[]): TermRange[][] {
  return words.map((word, at) => {
    const points = Array.from(word.text, (character) => character.codePointAt(0)!)
    return walkTerms(index.terms, points, toleranceOf(points.length, at === words.length - 1))
  })
}

function searchOne(index: SuggestIndex, ranges: readonly TermRange[], wanted: (rank: number) => boolean): void {
  const { found, smallest } = index.scratch
  for (let errors = 1; errors <= MOST_ERRORS && found.room > 0; errors++) {
    smallest.reset(found.room)
    for (const range of ranges) {
      if (range.errors !== errors) continue
      offerRange(index.postings.minima, valueRange(index.postings, range.first, range.last), smallest, wanted)
    }
    found.addAll(smallest, 'fuzzy')
  }
}

/** The word with the fewest postings drives; each of its completions is read and its errors are summed over all words. */
function searchSeveral(index: SuggestIndex, ranges: readonly TermRange[][], wanted: (rank: number) => boolean): void {
  const { found, smallest, second } = index.scratch
  const byErrors = [smallest, second]
  for (const one of byErrors) one.reset(found.room)
  for (const { first, last } of fewestPostings(index, ranges)) {
    const { from, to } = valueRange(index.postings, first, last)
    for (let at = from; at < to; at++) {
      const rank = readPacked(index.postings.minima.values, at)
      if (rank >= second.threshold && rank >= smallest.threshold) continue
      // Without errors it was found before, as any-order words.
      const errors = errorsOf(index, rank, ranges)
      if (errors > 0 && errors <= MOST_ERRORS && wanted(rank)) byErrors[errors - 1]!.offer(rank)
    }
  }
  for (const one of byErrors) found.addAll(one, 'fuzzy')
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

/** Fewest errors with which the completion has all words; more than MOST_ERRORS when it lacks one. */
function errorsOf(index: SuggestIndex, rank: number, ranges: readonly TermRange[][]): number {
  let sum = 0
  for (const own of ranges) {
    sum += errorsOfWord(index, rank, own)
    if (sum > MOST_ERRORS) break
  }
  return sum
}

function errorsOfWord(index: SuggestIndex, rank: number, ranges: readonly TermRange[]): number {
  const lists = index.words
  let fewest = MOST_ERRORS + 1
  for (let at = listStart(lists, rank); at < lists.values.length; at++) {
    const range = rangeOf(ranges, readPacked(lists.values, at))
    if (range !== undefined && range.errors < fewest) fewest = range.errors
    if (isListEnd(lists, at)) break
  }
  return fewest
}

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
