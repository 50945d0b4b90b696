/** What visitors asked right after a query, as the index has it. */
import { readFollowers } from './followers.ts'
import type { SuggestIndex } from './open.ts'
import { searchPrefix } from './prefix-search.ts'
import { resolveQuery } from './query.ts'
import { readSuggestions } from './read-suggestions.ts'
import type { Suggestion } from './suggestion.ts'

/** `share`: of all that was asked after the query, 0 to 1. */
export type AskedNext = { suggestion: Suggestion; share: number }

export function askedNext(index: SuggestIndex, query: string): AskedNext[] {
  const rank = rankOf(index, query)
  if (rank === undefined) return []
  const followers = readFollowers(index.followers, rank)
  const { found } = index.scratch
  found.reset(followers.length)
  for (const follower of followers) found.add(follower.rank, 'prefix')
  return readSuggestions(index, [], true).map((suggestion, at) => ({ suggestion, share: followers[at]!.share }))
}

/** The most popular completion of exactly these words. */
function rankOf(index: SuggestIndex, query: string): number | undefined {
  const words = resolveQuery(index, query)
  if (words.length === 0) return undefined
  const { found } = index.scratch
  found.reset(1)
  searchPrefix(index, words)
  return found.matches[0] === 'exact' ? found.ranks[0] : undefined
}
