/** What ranking sees of a session: decayed to now, bounded, ready for one pass over the candidates. */
import { weightAt } from '#core/session/decay'
import type { RecentItem, RecentQuery, SessionState } from '#core/session/state'

/** What takes part in ranking: it crosses from the object to the Worker on every search, so it is kept small. */
const MAX_AFFINITIES = 40
const MAX_ITEMS = 12
/** All that a session keeps: suggestions put the visitor's own queries first. */
const MAX_QUERIES = 20

export type Affinity = {
  facet: string
  value: string
  /** Decayed interest; one fresh click is 2. */
  weight: number
  /** Part of this facet's whole interest, 0 to 1. */
  share: number
}

/** `weight`s are true at `at`; all decay alike, so order and shares do not change with time. */
export type SessionFeatures = {
  /** Epoch ms. */
  at: number
  events: number
  affinities: Affinity[]
  items: RecentItem[]
  queries: RecentQuery[]
}

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
  const items = state.items.slice(0, MAX_ITEMS)
  return { at: now, events: state.events, affinities, items, queries: state.queries.slice(0, MAX_QUERIES) }
}

/** The same features at a later time. */
export function featuresAt(features: SessionFeatures, now: number): SessionFeatures {
  const affinities = features.affinities.map((entry) => ({
    ...entry,
    weight: weightAt({ weight: entry.weight, at: features.at }, now),
  }))
  return { ...features, at: Math.max(now, features.at), affinities }
}
