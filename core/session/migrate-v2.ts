/** Sessions as rows of version 2 kept them: one half-life, each item once. Nothing that they knew is lost. */
import type { EventType } from '#core/contract/events'
import { counted, sumOf, type Counts } from '#core/session/counts'
import { emptyState, type FacetInterests, type RecentQuery, type SessionState } from '#core/session/state'
import { addToVisit } from '#core/session/visits'

export type StateOfV2 = {
  events: number
  /** A fresh click was 2, split over the values of its facet. */
  affinities: { facet: string; value: string; weight: number; at: number }[]
  items: { id: string; type: EventType; at: number }[]
  queries: RecentQuery[]
}

const CLICK = 2

export function migrateV2(old: StateOfV2): SessionState {
  const facets = facetsOf(old.affinities)
  const strongest = facets.toSorted((a, b) => b.total.clicks - a.total.clicks)[0]
  const moments = [
    ...old.items.map(({ at }) => ({ at, steps: 1 })),
    ...[...old.queries, ...old.affinities].map(({ at }) => ({ at, steps: 0 })),
  ]
  return {
    ...emptyState,
    events: old.events,
    touches: old.items.length,
    recent: old.items,
    facets,
    loose: strongest?.total ?? emptyState.loose,
    queries: old.queries,
    visits: moments.reduce<SessionState['visits']>(
      (visits, { at, steps }) => addToVisit(visits, at, { steps, lists: 0 }),
      [],
    ),
  }
}

function facetsOf(affinities: StateOfV2['affinities']): FacetInterests[] {
  const facets = new Map<string, { total: Counts | undefined; values: FacetInterests['values'][number][] }>()
  for (const { facet, value, weight, at } of affinities) {
    const lasting = { ...counted({ clicks: weight / CLICK, expected: 0 }, at), freshClicks: 0 }
    const known = facets.get(facet) ?? { total: undefined, values: [] }
    known.values.push({ value, ...lasting })
    facets.set(facet, { total: sumOf(known.total, lasting), values: known.values })
  }
  return [...facets].map(([facet, { total, values }]) => ({ facet, total: total ?? emptyState.loose, values }))
}
