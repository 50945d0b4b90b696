/**
 * Terms that fit a word whose first letter is wrong, with at most one error more, behind the second letter. Such an error
 * counts double: people rarely get the first letter wrong, and those matches surprise most. Trying every other first
 * letter would walk the whole dictionary, so the terms are also stored by their tails (what follows the first letter),
 * and there are four walks in which the first letter is settled:
 *
 *   replaced    ?otter    tails that fit the word's tail
 *   inserted    ?potter   tails that fit the word, its first letter being right
 *   left out    otter     terms that fit the word's tail
 *   swapped     optter    terms that fit the word with its first two letters the other way round
 *
 * Terms of unspaced scripts have no tails stored: their first characters are thousands, and a title with a wrong one is
 * found by its other pairs.
 */
import { walkTerms, type Pattern, type TermRange } from './fuzzy-walk.ts'
import type { SuggestIndex } from './open.ts'
import { readPacked } from './packed-array.ts'
import { termsFrom } from './query.ts'
import { FIRST_LETTER_ERRORS, toleranceOf } from './tolerance.ts'

/** One list of ranges a walk; each is in term order and disjoint, but a term may be in several. */
export function firstLetterRanges(index: SuggestIndex, word: string): TermRange[][] {
  const points = Array.from(word, (character) => character.codePointAt(0)!)
  if (points.length < 2) return []
  const { whole, beginning } = toleranceOf(points.length, true)
  const tolerance = { whole: whole - 1, beginning: beginning - FIRST_LETTER_ERRORS }
  const [first = 0, second = 0, ...rest] = points
  const tail = points.slice(1)
  const all = { first: 0, last: index.tails.tails.count }
  const fromSecond = termsFrom(index, String.fromCodePoint(second))
  const swapped = { points: [second, first, ...rest], fixed: 2, ...fromSecond, tolerance }
  return [
    byTail(index, { points: tail, fixed: 1, ...all, tolerance }),
    byTail(index, { points, fixed: 1, ...all, tolerance }),
    costly(walkTerms(index.terms, { points: tail, fixed: 1, ...fromSecond, tolerance })),
    costly(first === second ? [] : walkTerms(index.terms, swapped)),
  ]
}

function byTail(index: SuggestIndex, pattern: Pattern): TermRange[] {
  const ranges: TermRange[] = []
  for (const { first, last, errors, whole } of walkTerms(index.tails.tails, pattern)) {
    for (let at = first; at < last; at++) {
      const term = readPacked(index.tails.terms, at)
      ranges.push({ first: term, last: term + 1, errors, whole })
    }
  }
  return costly(ranges.sort((a, b) => a.first - b.first))
}

function costly(ranges: TermRange[]): TermRange[] {
  for (const range of ranges) range.errors += FIRST_LETTER_ERRORS
  return ranges
}
