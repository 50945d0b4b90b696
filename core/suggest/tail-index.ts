/** The terms by what follows their first letter, for words whose first letter is wrong (first-letter.ts). */
import { packArray, type PackedArray } from './packed-array.ts'
import { buildTermDictionary, type TermDictionary } from './term-dictionary.ts'
import { sequenceLength } from './utf8.ts'

/** Sorted tails (equal ones repeat), and the term of each. */
export type TailIndex = { tails: TermDictionary; terms: PackedArray }

/** @param terms binary strings by term number; `spaced` says which of them have tails stored */
export function buildTailIndex(terms: readonly string[], spaced: (term: number) => boolean): TailIndex {
  const tails = terms.map((term) => term.slice(sequenceLength(term.charCodeAt(0))))
  const order = [...terms.keys()].filter(spaced).sort((a, b) => (tails[a]! < tails[b]! ? -1 : 1))
  return { tails: buildTermDictionary(order.map((term) => tails[term]!)), terms: packArray(order) }
}
