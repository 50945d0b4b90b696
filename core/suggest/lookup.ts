/**
 * One lookup: exact matches, then beginnings, then words in any order, then typos; the most popular first in each.
 * A later stage runs only when the earlier ones left room, and only the results are ever decoded.
 */
import { searchFuzzy } from './fuzzy-search.ts'
import type { SuggestIndex } from './open.ts'
import { searchPrefix } from './prefix-search.ts'
import { resolveQuery } from './query.ts'
import { resolveScope } from './scope.ts'
import { MAX_SMALLEST } from './smallest.ts'
import { readSuggestions } from './read-suggestions.ts'
import type { Suggestion } from './suggestion.ts'
import { searchWords } from './words-search.ts'

export type { Suggestion } from './suggestion.ts'

export type LookupOptions = {
  /** At most this many, and never more than 256. */
  limit: number
  /** Only completions of this category. */
  scope?: string
  /** Name the categories of each result: a personal answer weighs them, and nobody else reads them. */
  withScopes?: true
}

/** Best first. An empty query gives the most popular. */
export function lookup(index: SuggestIndex, query: string, options: LookupOptions): Suggestion[] {
  const { found } = index.scratch
  found.reset(Math.min(options.limit, MAX_SMALLEST))
  const scope = options.scope === undefined ? undefined : resolveScope(index, options.scope)
  if (options.scope !== undefined && scope === undefined) return []
  const words = resolveQuery(index, query)
  searchPrefix(index, words, scope)
  if (words.length > 0) {
    if (found.room > 0) searchWords(index, words, scope)
    if (found.room > 0) searchFuzzy(index, words, scope)
  }
  return readSuggestions(index, words, options.withScopes)
}
