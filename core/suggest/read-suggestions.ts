/** Turns the ranks that a lookup found into what is shown. Only results get here, so this is the only place that decodes. */
import { highlightBeginning, highlightWords, wantedBy, type Range, type Wanted } from '../text/highlight.ts'
import { COMPLETION_KINDS } from './completion.ts'
import { rangeOf } from './fuzzy-search.ts'
import type { SuggestIndex } from './open.ts'
import { isListEnd, listStart } from './packed-lists.ts'
import { readPacked } from './packed-array.ts'
import type { ResolvedWord } from './query.ts'
import { recordAt } from './records.ts'
import { scopesOf } from './scope.ts'
import type { Match } from './scratch.ts'
import { shownText, type ShownText } from './shown-text.ts'
import type { Suggestion } from './suggestion.ts'
import { extractTerm } from './term-dictionary.ts'
import { decodeUtf8 } from './utf8.ts'
import { varintAfter, varintAt } from './varint.ts'
import { weightAt } from './weights.ts'

export function readSuggestions(index: SuggestIndex, words: readonly ResolvedWord[], withScopes = false): Suggestion[] {
  const { ranks, matches } = index.scratch.found
  const typed = typedBy(words)
  const suggestions: Suggestion[] = []
  for (let at = 0; at < ranks.length; at++) {
    const rank = ranks[at]!
    const match = matches[at]!
    const shown = shownText(index, rank)
    suggestions.push({
      text: shown.text,
      kind: COMPLETION_KINDS[readPacked(index.kinds, rank)]!,
      ref: refOf(index, rank),
      score: weightAt(index.weights, rank),
      match,
      highlights: highlightsOf(index, { rank, match, shown }, typed),
      scopes: withScopes ? scopesOf(index, rank) : NO_SCOPES,
      // A rise is news: it is in a delta, not in an index.
      trending: false,
    })
  }
  return suggestions
}

const NO_SCOPES: readonly string[] = []

function refOf(index: SuggestIndex, rank: number): string {
  const { bytes } = index.refs
  if (bytes.length === 0) return ''
  const at = recordAt(index.refs, rank)
  const start = varintAfter(bytes, at)
  return decodeUtf8(bytes, start, start + varintAt(bytes, at))
}

/**
 * What was typed: its words, how long they are with single spaces, the range of a text that begins exactly so (one for all
 * results), and what the words want to be found.
 */
type Typed = { words: readonly ResolvedWord[]; length: number; beginning: Range[]; wanted: Wanted }

function typedBy(words: readonly ResolvedWord[]): Typed {
  let length = -1
  for (const { text } of words) length += text.length + 1
  return { words, length, beginning: [[0, length]], wanted: wantedBy(words) }
}

type Result = { rank: number; match: Match; shown: ShownText }

function highlightsOf(index: SuggestIndex, { rank, match, shown }: Result, typed: Typed): Range[] {
  if (typed.words.length === 0) return []
  switch (match) {
    case 'exact':
    case 'prefix':
      if (typed.length <= shown.aligned) return typed.beginning
      return highlightBeginning(shown.text, typed.words)
    case 'words':
      return highlightWords(shown.text, typed.wanted)
    case 'fuzzy':
      return highlightWords(shown.text, { whole: fittingTerms(index, rank), beginnings: [] })
    default:
      return match satisfies never
  }
}

function termText({ terms, scratch }: SuggestIndex, term: number): string {
  return decodeUtf8(scratch.term, 0, extractTerm(terms, term, scratch.term))
}

/** The completion's words that some word of the query was taken for. */
function fittingTerms(index: SuggestIndex, rank: number): string[] {
  const fitting: string[] = []
  const lists = index.words
  for (let at = listStart(lists, rank); at < lists.values.length; at++) {
    const term = readPacked(lists.values, at)
    if (index.scratch.fuzzy.some((own) => rangeOf(own, term) !== undefined)) fitting.push(termText(index, term))
    if (isListEnd(lists, at)) break
  }
  return fitting
}
