/** What suggestions are answered from at one moment: an index, and what changed since it was built. */
import { askedNext, type AskedNext } from '#core/suggest/asked-next'
import { lookupWithDelta, type Delta } from '#core/suggest/delta'
import { lookup, type LookupOptions, type Suggestion } from '#core/suggest/lookup'
import type { SuggestIndex } from '#core/suggest/open'
import type { PieceEntry } from '#core/suggest/pieces'
import { normalise } from '#core/text/normalise'

/**
 * Never changed, only replaced: whoever remembers something about it keys on its identity. `pieces`: where the rest is,
 * when `index` is only the head of one that was too large.
 */
export type Served = { index: SuggestIndex; delta: Delta | undefined; pieces: readonly PieceEntry[] }

/** The index or the piece of it that answers a query. */
export type Source = Pick<Served, 'index' | 'delta'>

export function lookupServed({ index, delta }: Source, query: string, options: LookupOptions): Suggestion[] {
  return delta === undefined ? lookup(index, query, options) : lookupWithDelta(index, delta, query, options)
}

/** What visitors asked right after a query, without what was removed since. */
export const askedNextOf = ({ index, delta }: Source, query: string): AskedNext[] =>
  askedNext(index, query).filter(({ suggestion }) => !isRemoved({ delta }, suggestion.text))

export const isRemoved = ({ delta }: Pick<Served, 'delta'>, text: string): boolean =>
  delta?.removed.has(normalise(text)) ?? false
