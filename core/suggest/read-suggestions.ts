/** Turns the ranks that a lookup found into what is shown. Only results get here, so this is the only place that decodes. */
import { highlightBeginning, highlightWords, wantedBy, type Range } from '../text/highlight.ts'
import { COMPLETION_KINDS } from './completion.ts'
import { readDisplay, type Display, type DisplayStyle } from './display.ts'
import { rangeOf } from './fuzzy-search.ts'
import type { SuggestIndex } from './open.ts'
import { isListEnd, listStart } from './packed-lists.ts'
import { readPacked } from './packed-array.ts'
import type { ResolvedWord } from './query.ts'
import { recordAt } from './records.ts'
import { scopesOf } from './scope.ts'
import type { Match } from './scratch.ts'
import type { Suggestion } from './suggestion.ts'
import { extractTerm } from './term-dictionary.ts'
import { decodeUtf8 } from './utf8.ts'
import { varintAfter, varintAt } from './varint.ts'
import { weightAt } from './weights.ts'

export function readSuggestions(index: SuggestIndex, words: readonly ResolvedWord[], withScopes = false): Suggestion[] {
  const { found } = index.scratch
  const marker = markerFor(index, words)
  return found.ranks.map((rank, at) => {
    const match = found.matches[at]!
    const display = readDisplay(index.display, rank, index.style, (style) => baseOf(index, rank, style))
    return {
      text: display.text,
      kind: COMPLETION_KINDS[readPacked(index.kinds, rank)]!,
      ref: refOf(index, rank),
      score: weightAt(index.weights, rank),
      match,
      highlights: marker(rank, match, display),
      scopes: withScopes ? scopesOf(index, rank) : NO_SCOPES,
      // A rise is news: it is in a delta, not in an index.
      trending: false,
    }
  })
}

const NO_SCOPES: readonly string[] = []

/** The completion's words joined by spaces, in one of the display's styles. */
function baseOf(index: SuggestIndex, rank: number, style: DisplayStyle): string {
  const lists = index.words
  let base = ''
  for (let at = listStart(lists, rank); at < lists.values.length; at++) {
    const text = termText(index, readPacked(lists.values, at), style)
    base = base === '' ? text : `${base} ${text}`
    if (isListEnd(lists, at)) break
  }
  return base
}

function termText(index: SuggestIndex, term: number, style: DisplayStyle): string {
  const bytes = index.scratch.term
  const length = extractTerm(index.terms, term, bytes)
  const initial = bytes[0]!
  if (style === 1 && initial >= LOWER_A && initial <= LOWER_Z) bytes[0] = initial - 32
  return decodeUtf8(bytes, 0, length)
}

const LOWER_A = 0x61
const LOWER_Z = 0x7a

function refOf(index: SuggestIndex, rank: number): string {
  const { bytes } = index.refs
  if (bytes.length === 0) return ''
  const at = recordAt(index.refs, rank)
  const start = varintAfter(bytes, at)
  return decodeUtf8(bytes, start, start + varintAt(bytes, at))
}

type Marker = (rank: number, match: Match, display: Display) => Range[]

function markerFor(index: SuggestIndex, words: readonly ResolvedWord[]): Marker {
  const last = words.at(-1)
  if (last === undefined) return () => []
  const typed = words.reduce((length, word) => length + word.text.length + 1, -1)
  const wanted = wantedBy(words)
  return (rank, match, { text, aligned }) => {
    switch (match) {
      case 'exact':
      case 'prefix':
        return typed <= aligned ? [[0, typed]] : highlightBeginning(text, words.length, last.text.length)
      case 'words':
        return highlightWords(text, wanted)
      case 'fuzzy':
        return highlightWords(text, { whole: fittingTerms(index, rank), beginnings: [] })
      default:
        return match satisfies never
    }
  }
}

/** The completion's words that some word of the query was taken for. */
function fittingTerms(index: SuggestIndex, rank: number): string[] {
  const fitting: string[] = []
  const lists = index.words
  for (let at = listStart(lists, rank); at < lists.values.length; at++) {
    const term = readPacked(lists.values, at)
    if (index.scratch.fuzzy.some((own) => rangeOf(own, term) !== undefined)) fitting.push(termText(index, term, 0))
    if (isListEnd(lists, at)) break
  }
  return fitting
}
