/** A typed query, resolved against the dictionary: what each word could stand for. */
import { normalise } from '../text/normalise.ts'
import { tokenise, type Word } from '../text/tokenise.ts'
import { LONGEST_TEXT } from './layout.ts'
import type { SuggestIndex } from './open.ts'
import { extractTerm, lowerBound } from './term-dictionary.ts'
import { encodeUtf8 } from './utf8.ts'

export type ResolvedWord = Word & {
  /** The term that equals the word, or -1. */
  term: number
  /** The terms that begin with it: `[first, last)`. */
  first: number
  last: number
}

/** The last word is still being typed: it stands for every word that begins with it. */
export function resolveQuery(index: SuggestIndex, query: string): ResolvedWord[] {
  const words = tokenise(normalise(query.slice(0, LONGEST_TEXT)).slice(0, LONGEST_TEXT))
  return words.map((word) => resolve(index, word))
}

/** No UTF-8 sequence contains this byte: a key followed by it is above everything that begins with the key. */
const ABOVE_ALL = 0xff

/** The terms that begin with `text`: `[first, last)`. Leaves the text in the scratch key. */
export function termsFrom(index: SuggestIndex, text: string): { first: number; last: number; length: number } {
  const { key } = index.scratch
  const length = encodeUtf8(text, key)
  const first = lowerBound(index.terms, { key, length, from: 0 })
  key[length] = ABOVE_ALL
  return { first, last: lowerBound(index.terms, { key, length: length + 1, from: first }), length }
}

/** A term that begins with the key and is as long as the key equals it. */
function equalsTerm(index: SuggestIndex, term: number, length: number): boolean {
  return extractTerm(index.terms, term, index.scratch.term) === length
}

function resolve(index: SuggestIndex, { text, start, end, spaced }: Word): ResolvedWord {
  const { first, last, length } = termsFrom(index, text)
  const term = first < last && equalsTerm(index, first, length) ? first : -1
  return { text, start, end, spaced, term, first, last }
}
