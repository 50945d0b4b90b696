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

function resolve(index: SuggestIndex, word: Word): ResolvedWord {
  const { key, term: bytes } = index.scratch
  const length = encodeUtf8(word.text, key)
  const first = lowerBound(index.terms, key, length)
  key[length] = ABOVE_ALL
  const last = lowerBound(index.terms, key, length + 1)
  // A term that begins with the key and is as long as the key equals it.
  const equal = first < last && extractTerm(index.terms, first, bytes) === length
  return {
    text: word.text,
    start: word.start,
    end: word.end,
    spaced: word.spaced,
    term: equal ? first : -1,
    first,
    last,
  }
}
