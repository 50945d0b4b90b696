/** How often the intended word of a misspelt one is among the first ten, and whether typos ever push out better matches. */
import { lookup, type Suggestion } from '#core/suggest/lookup'
import type { SuggestIndex } from '#core/suggest/open'
import { normalise } from '#core/text/normalise'

export type Pair = { typed: string; intended: string; distance: number }

/** Shares by distance, and the number of queries at which a typo match took the place of an exact or prefix match. */
export type TypoRecall = { d1: number; d2: number; displaced: number }

const LIMIT = 10

/** @param words the completions, normalised */
export function typoRecall(index: SuggestIndex, pairs: readonly Pair[], words: ReadonlySet<string>): TypoRecall {
  const asked = [0, 0, 0]
  const found = [0, 0, 0]
  let displaced = 0
  for (const { typed, intended, distance } of pairs) {
    const suggestions = lookup(index, typed, { limit: LIMIT })
    asked[distance] = (asked[distance] ?? 0) + 1
    if (suggestions.some(({ text }) => text === intended)) found[distance] = (found[distance] ?? 0) + 1
    if (displaces(suggestions, typed, words)) displaced++
  }
  const share = (distance: number): number => round((found[distance] ?? 0) / Math.max(asked[distance] ?? 0, 1))
  return { d1: share(1), d2: share(2), displaced }
}

/** By going through all words: the exact match has to come first, and no other match before all that begin as typed. */
function displaces(suggestions: readonly Suggestion[], typed: string, words: ReadonlySet<string>): boolean {
  const answers = suggestions.map(({ text }) => normalise(text))
  if (words.has(typed) && answers[0] !== typed) return true
  let beginning = 0
  for (const word of words) if (word.startsWith(typed)) beginning++
  return answers.slice(0, beginning).some((answer) => !answer.startsWith(typed))
}

const round = (share: number): number => Math.round(share * 10_000) / 10_000
