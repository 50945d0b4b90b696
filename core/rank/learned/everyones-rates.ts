import type { Hit } from '#core/contract/retrieval'
import { extractList } from '#core/rank/features/extract'
import type { Knowledge } from '#core/rank/features/knowledge'
import { sessionMemory, visitorMemory } from '#core/rank/features/memory'
import { listItems } from '#core/rank/learned/list-items'
import { emptyState } from '#core/session/state'

/** The click rates that places, records and values promise for items that were shown in this order, whoever looks. */
export function everyonesRates(
  knowledge: Knowledge,
  hits: readonly Hit[],
  { query, now }: { query: string; now: number },
): Float64Array {
  const { store } = knowledge
  const given = store.schema.given.map(() => Number.NaN)
  return extractList(knowledge, {
    now,
    query,
    candidates: listItems(knowledge, hits, now).items.map((item) => ({ item, given })),
    session: sessionMemory(store, emptyState, { now, whole: false }),
    visitor: visitorMemory(store, emptyState, now),
    neighbours: undefined,
    hour: Number.NaN,
    device: Number.NaN,
  }).priors
}
