import { buildSuggestIndex } from '#core/suggest/build'
import type { Completion } from '#core/suggest/completion'
import { openSuggestIndex, type SuggestIndex } from '#core/suggest/open'

/** Builds, then opens as an isolate would. */
export function opened(completions: Iterable<Completion>): SuggestIndex {
  const outcome = openSuggestIndex(buildSuggestIndex(completions).buffer)
  if (outcome.outcome === 'refused') throw new Error(outcome.reason)
  return outcome.index
}

export const query = (text: string, weight: number): Completion => ({
  text,
  weight,
  kind: 'query',
  ref: '',
  scopes: [],
})
