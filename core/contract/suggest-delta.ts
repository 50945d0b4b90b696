/**
 * `GET /v1/artifacts/suggest-delta`: what changed since the suggestion index was built, small and fresh. A reader lays it
 * over whatever index it holds: every part names texts, never positions. `added` and `boosted` take the place of what has
 * the same normal form in the index.
 */
import * as v from 'valibot'

const completion = v.object({
  text: v.string(),
  weight: v.number(),
  kind: v.picklist(['query', 'item', 'category']),
  ref: v.string(),
  scopes: v.array(v.string()),
})

export const suggestDelta = v.object({
  /** Name of the index that the changes are counted from; null while there is none. */
  base: v.nullable(v.string()),
  /** Queries that the index lacks. */
  added: v.array(completion),
  /** Completions of the index with their weight of now, which is higher: queries and items. */
  boosted: v.array(completion),
  /** Normal forms that must not be shown any more, whatever the index or the rest of the delta says. */
  removed: v.array(v.string()),
  /** Normal forms that rise now, the steepest first; each is in the index or in `added`. */
  trending: v.array(v.string()),
})
export type SuggestDelta = v.InferOutput<typeof suggestDelta>
