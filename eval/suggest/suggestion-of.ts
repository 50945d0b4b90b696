import type { Suggestion } from '#core/suggest/suggestion'

/** A query as a lookup by its beginning would give it. */
export const suggestionOf = (text: string, score: number): Suggestion => ({
  text,
  kind: 'query',
  ref: '',
  score,
  match: 'prefix',
  highlights: [],
  scopes: [],
  trending: false,
})
