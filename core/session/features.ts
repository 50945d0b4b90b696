/** What ranking sees of a session: decayed to now, bounded, ready for one pass over the candidates. */
import { weightAt } from '#core/session/decay'
import type { RecentItem, RecentQuery, SessionState } from '#core/session/state'

/** What takes part in ranking: it crosses from the object to the Worker on every search, so it is kept small. */
const MAX_AFFINITIES = 40
const MAX_ITEMS = 12
const MAX_QUERIES = 6

export type Affinity = {
  facet: string
  value: string
  /** Decayed interest; one fresh click is 2. */
  weight: number
  /** Part of this facet's whole interest, 0 to 1. */
  share: number
}

export type SessionFeatures = { events: number; affinities: Affinity[]; items: RecentItem[]; queries: RecentQuery[] }

export function featuresOf(state: SessionState, now: number): SessionFeatures {
  const totals = new Map<string, number>()
  const weighed = state.affinities.map((entry) => {
    const weight = weightAt(entry, now)
    totals.set(entry.facet, (totals.get(entry.facet) ?? 0) + weight)
    return { facet: entry.facet, value: entry.value, weight }
  })
  const affinities = weighed
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, MAX_AFFINITIES)
    .map((entry) => ({ ...entry, share: entry.weight / (totals.get(entry.facet) || 1) }))
  return {
    events: state.events,
    affinities,
    items: state.items.slice(0, MAX_ITEMS),
    queries: state.queries.slice(0, MAX_QUERIES),
  }
}
