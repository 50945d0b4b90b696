/**
 * The suggestion index: one immutable file, used as views over one ArrayBuffer, with nothing to parse.
 *
 * Completions are numbered by falling weight: rank 0 is the most popular, so "best" always means "smallest rank".
 * Terms are numbered in byte order, so the terms that start with a prefix are one range of numbers.
 *
 *   ┌ header ─────────────────────────────────────────────────────────────────────────────────┐
 *   │ magic "NFSG" · version · byte length · checksum of all that follows · completions       │
 *   ├ terms ──────────────────────────────────────────────────────────────────────────────────┤
 *   │ bytes, bucket offsets          front-coded dictionary of the words    term-dictionary.ts │
 *   ├ tails ──────────────────────────────────────────────────────────────────────────────────┤
 *   │ bytes, bucket offsets, terms   the words by what follows their first       tail-index.ts │
 *   ├ words ──────────────────────────────────────────────────────────────────────────────────┤
 *   │ rank → its terms in order      the text itself, without capitals         packed-lists.ts │
 *   ├ order ──────────────────────────────────────────────────────────────────────────────────┤
 *   │ ranks in the order of their texts, with block minima    prefix lookup   range-minima.ts │
 *   │ every 32nd term → where texts that begin with it or a later one stand   prefix-search.ts │
 *   ├ postings ───────────────────────────────────────────────────────────────────────────────┤
 *   │ term → ranks, ascending, with block minima      any-order and fuzzy   ranked-postings.ts │
 *   ├ pairs ──────────────────────────────────────────────────────────────────────────────────┤
 *   │ alphabet, pairs, pair → ranks   unspaced scripts: character pairs          pair-index.ts │
 *   ├ columns ────────────────────────────────────────────────────────────────────────────────┤
 *   │ rank → shown text (display.ts), ref (records.ts), kind; weight by steps (weights.ts)     │
 *   ├ followers ──────────────────────────────────────────────────────────────────────────────┤
 *   │ some ranks, rank → ranks, shares     what visitors asked next          followers.ts      │
 *   ├ scopes ─────────────────────────────────────────────────────────────────────────────────┤
 *   │ names, rank → scopes, scope → ranks                              absent without scopes  │
 *   └─────────────────────────────────────────────────────────────────────────────────────────┘
 *
 * The structure is that of Gog, Pibiri and Venturini, "Efficient and Effective Query Auto-Completion" (SIGIR 2020):
 * ranks by score, forward and inverted index, front-coded dictionary. Ours has fixed-width packed arrays instead of
 * Elias-Fano (random access in a few nanoseconds of JavaScript), one forward index instead of a second string
 * dictionary for the completions, and what that engine lacks: typos, unspaced scripts, scopes, shown text.
 *
 * Every array is preceded by its length and aligned to four bytes; numbers are little-endian, as is every machine that
 * runs workerd or Node. A change of any structure is a new VERSION: an index is rebuilt, never migrated.
 */
import type { DisplayStyle } from './display.ts'
import type { Followers } from './followers.ts'
import type { TailIndex } from './tail-index.ts'
import type { PackedArray } from './packed-array.ts'
import type { PackedLists } from './packed-lists.ts'
import type { PairIndex } from './pair-index.ts'
import type { RangeMinima } from './range-minima.ts'
import type { RankedPostings } from './ranked-postings.ts'
import type { Records } from './records.ts'
import type { TermDictionary } from './term-dictionary.ts'
import type { Weights } from './weights.ts'

export const MAGIC = 0x4753464e
export const VERSION = 4
/** Bytes before the part that the checksum covers. */
export const CHECKED_FROM = 16
/** Of every so many terms (as a power of two), `firsts` says where the texts that begin so stand. */
export const FIRSTS_SHIFT = 5
/** UTF-16 units. Longer texts are left out: nobody picks them from a list, and a lookup's scratch space is bounded by it. */
export const LONGEST_TEXT = 400

/** The structures of the file, in file order. */
export type Layout = {
  completions: number
  terms: TermDictionary
  tails: TailIndex
  words: PackedLists
  order: RangeMinima
  firsts: PackedArray
  postings: RankedPostings
  pairs: PairIndex
  display: Records
  style: DisplayStyle
  refs: Records
  kinds: PackedArray
  weights: Weights
  followers: Followers
  scopes: Scopes
}

export type Scopes = { names: TermDictionary; ofRank: PackedLists; postings: RankedPostings }
