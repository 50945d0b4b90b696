/** What suggestions are answered from at one moment: an index, and what changed since it was built. */
import { lookupWithDelta, type Delta } from '#core/suggest/delta'
import { lookup, type LookupOptions, type Suggestion } from '#core/suggest/lookup'
import type { SuggestIndex } from '#core/suggest/open'

/** Never changed, only replaced: whoever remembers something about it keys on its identity. */
export type Served = { index: SuggestIndex; delta: Delta | undefined }

export function lookupServed({ index, delta }: Served, query: string, options: LookupOptions): Suggestion[] {
  return delta === undefined ? lookup(index, query, options) : lookupWithDelta(index, delta, query, options)
}
