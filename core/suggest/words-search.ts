/**
 * Completions that contain every word of the query, in any order, the last one as a beginning.
 *
 * Each word becomes a condition: a range of posting values, and a test for a single rank. The condition with the fewest
 * postings drives; the others test. A driver that is one list yields ranks in ascending order, so the search stops at the
 * first ranks that fill the result.
 */
import { pairs } from '../text/tokenise.ts'
import type { SuggestIndex } from './open.ts'
import { isListEnd, listStart } from './packed-lists.ts'
import { lowerBoundOf, readPacked } from './packed-array.ts'
import { pairRange } from './pair-index.ts'
import type { ResolvedWord } from './query.ts'
import { boundRange, offerRange } from './range-minima.ts'
import { valueRange, type RankedPostings } from './ranked-postings.ts'
import { inScope, type ResolvedScope } from './scope.ts'
import { extractTerm } from './term-dictionary.ts'
import { decodeUtf8 } from './utf8.ts'

type Condition = {
  postings: RankedPostings
  from: number
  to: number
  /** The values are one list, so they ascend. */
  single: boolean
  holds: (rank: number) => boolean
}

export function searchWords(index: SuggestIndex, words: readonly ResolvedWord[], scope?: ResolvedScope): void {
  const conditions = words.flatMap((word, at) => conditionsOf(index, word, at === words.length - 1))
  if (scope !== undefined) conditions.push(scopeCondition(index, scope))
  conditions.sort((a, b) => a.to - a.from - (b.to - b.from))
  const [driver, ...others] = conditions
  if (driver === undefined || driver.from === driver.to) return
  const { found, smallest } = index.scratch
  const passes = (rank: number): boolean => {
    for (const other of others) if (!other.holds(rank)) return false
    return !found.has(rank)
  }
  const { values } = driver.postings.minima
  if (driver.single) {
    for (let at = driver.from; at < driver.to && found.room > 0; at++) {
      const rank = readPacked(values, at)
      if (passes(rank)) found.add(rank, 'words')
    }
    return
  }
  smallest.reset(found.room)
  // Alone, it refuses nothing but what was found before.
  if (others.length === 0) {
    smallest.threshold = boundRange(driver.postings.minima, driver, found.limit, index.scratch.second)
  }
  offerRange(driver.postings.minima, driver, smallest, passes)
  found.addAll(smallest, 'words')
}

function conditionsOf(index: SuggestIndex, word: ResolvedWord, unfinished: boolean): Condition[] {
  if (!word.spaced) return pairs(word.text).map((piece) => pairCondition(index, piece))
  const first = unfinished ? word.first : Math.max(word.term, 0)
  const last = unfinished ? word.last : word.term + 1
  const { postings } = index
  const holds = (rank: number): boolean => hasTerm(index, rank, first, last)
  return [{ postings, ...valueRange(postings, first, last), single: last - first === 1, holds }]
}

/** Whether one of the completion's words is a term in `[first, last)`. */
function hasTerm(index: SuggestIndex, rank: number, first: number, last: number): boolean {
  const lists = index.words
  for (let at = listStart(lists, rank); at < lists.values.length; at++) {
    const term = readPacked(lists.values, at)
    if (term >= first && term < last) return true
    if (isListEnd(lists, at)) return false
  }
  return false
}

function pairCondition(index: SuggestIndex, piece: string): Condition {
  const { postings } = index.pairs
  const { first, last } = pairRange(index.pairs, piece)
  const range = valueRange(postings, first, last)
  const single = last - first === 1
  const holds = single
    ? (rank: number): boolean => contains(postings, range, rank)
    : (rank: number): boolean => hasPiece(index, rank, piece)
  return { postings, ...range, single, holds }
}

function scopeCondition(index: SuggestIndex, scope: ResolvedScope): Condition {
  const { postings } = index.scopes
  return { postings, from: scope.from, to: scope.to, single: true, holds: (rank) => inScope(index, rank, scope.number) }
}

function contains(postings: RankedPostings, range: { from: number; to: number }, rank: number): boolean {
  const { values } = postings.minima
  const at = lowerBoundOf(values, range, rank)
  return at < range.to && readPacked(values, at) === rank
}

/** A single character of an unspaced script stands in too many pairs to search: read the text instead. */
function hasPiece(index: SuggestIndex, rank: number, piece: string): boolean {
  const lists = index.words
  const { term } = index.scratch
  for (let at = listStart(lists, rank); at < lists.values.length; at++) {
    const length = extractTerm(index.terms, readPacked(lists.values, at), term)
    if (decodeUtf8(term, 0, length).includes(piece)) return true
    if (isListEnd(lists, at)) return false
  }
  return false
}
