/**
 * Which parts of a text matched, as ranges over the text as it is shown.
 *
 * Matching happens on the normal form, where lengths differ from the shown text ("ß" is "ss", an accent may be a
 * character of its own), so every position of the normal form is traced to the cluster of the original it came from.
 * A range never splits a surrogate pair or separates a letter from its accents.
 */
import { fold, foldsUnitByUnit, normalise, unitsOfBeginning } from './normalise.ts'
import { pairs, tokenise, type Word } from './tokenise.ts'

/** `[start, end)` in UTF-16 units of the original text. */
export type Range = [start: number, end: number]

/** Words wanted whole, and words of which a beginning is enough. All normalised. */
export type Wanted = { whole: readonly string[]; beginnings: readonly string[] }

/** The ranges of `text` that a typed query matches: its words whole, the last one, still being typed, as a beginning. */
export function highlight(text: string, query: string): Range[] {
  return highlightWords(text, wantedBy(tokenise(normalise(query))))
}

export function wantedBy(words: readonly Word[]): Wanted {
  const last = words.at(-1)
  return { whole: words.slice(0, -1).flatMap(parts), beginnings: last === undefined ? [] : parts(last) }
}

/** Sorted, disjoint ranges of `text` covering every wanted word. */
export function highlightWords(text: string, wanted: Wanted): Range[] {
  const traced = trace(text)
  const found: Range[] = []
  for (const word of tokenise(traced.normalised)) {
    for (const [start, end] of word.spaced ? inSpaced(word, wanted) : inUnspaced(word, wanted)) {
      found.push([traced.start(start), traced.end(end)])
    }
  }
  return merge(found)
}

/** The one range of `text` that `typed` is the beginning of, from its first word on. */
export function highlightBeginning(text: string, typed: readonly Word[]): Range[] {
  const units = unitsOfBeginning(text, typed.map((word) => word.text).join(' '))
  if (units > 0) return [[0, units]]
  const traced = trace(text)
  const words = tokenise(traced.normalised)
  const first = words[0]
  const final = words[typed.length - 1]
  const last = typed.at(-1)
  if (first === undefined || final === undefined || last === undefined) return []
  return [[traced.start(first.start), traced.end(final.start + last.text.length)]]
}

const parts = (word: Word): string[] => (word.spaced ? [word.text] : pairs(word.text))

function inSpaced(word: Word, wanted: Wanted): Range[] {
  if (wanted.whole.includes(word.text)) return [[word.start, word.end]]
  let length = 0
  for (const beginning of wanted.beginnings) {
    if (beginning.length > length && word.text.startsWith(beginning)) length = beginning.length
  }
  return length === 0 ? [] : [[word.start, word.start + length]]
}

/** Without spaces there are no word boundaries: a wanted piece counts wherever it stands. */
function inUnspaced(word: Word, wanted: Wanted): Range[] {
  const ranges: Range[] = []
  for (const piece of [...wanted.whole, ...wanted.beginnings]) {
    // Nothing stands everywhere, without end.
    if (piece === '') continue
    for (let at = word.text.indexOf(piece); at !== -1; at = word.text.indexOf(piece, at + 1)) {
      ranges.push([word.start + at, word.start + at + piece.length])
    }
  }
  return ranges
}

function merge(ranges: Range[]): Range[] {
  const merged: Range[] = []
  for (const range of ranges.sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1)
    if (last === undefined || range[0] > last[1]) merged.push([range[0], range[1]])
    else last[1] = Math.max(last[1], range[1])
  }
  return merged
}

type Traced = { normalised: string; start: (position: number) => number; end: (position: number) => number }

/** A letter with its marks and a following inner apostrophe; a block of Hangul jamo; or any single character. */
const CLUSTER = /[\u1100-\u11ff]+|[^\u1100-\u11ff][\p{M}\p{Cf}]*(?:['’ʼ](?=\p{L}))?/gsu
const SAME_LENGTH = /^[!-~]+(?: [!-~]+)*$/
const SPACE = /^[\s\p{Cc}]+$/u

function trace(text: string): Traced {
  if (SAME_LENGTH.test(text) && !text.includes("'")) {
    return { normalised: text.toLowerCase(), start: (position) => position, end: (position) => position }
  }
  let normalised = ''
  const starts: number[] = []
  const ends: number[] = []
  const add = (cluster: string, start: number): void => {
    const folded = SPACE.test(cluster) ? ' ' : foldCluster(cluster)
    for (let unit = 0; unit < folded.length; unit++) {
      starts.push(start)
      ends.push(start + cluster.length)
    }
    normalised += folded
  }
  if (foldsUnitByUnit(text)) for (let unit = 0; unit < text.length; unit++) add(text.charAt(unit), unit)
  else for (const match of text.matchAll(CLUSTER)) add(match[0], match.index)
  return { normalised, start: (position) => starts[position] ?? 0, end: (position) => ends[position - 1] ?? 0 }
}

/** An apostrophe at a cluster's end stands between two letters: the fold would drop it, had it seen the next one. */
const foldCluster = (cluster: string): string => {
  const folded = fold(cluster)
  return folded.endsWith("'") ? folded.replace(/(?<=[\p{L}\p{M}])'$/u, '') : folded
}
