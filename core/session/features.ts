/** What ranking sees of a session without a model: decayed to now, bounded, ready for one pass over the candidates. */
import { countsAt } from '#core/session/counts'
import { weightAt } from '#core/session/decay'
import { distinct } from '#core/session/recent'
import type { RecentItem, RecentQuery, SessionState } from '#core/session/state'

/** What takes part in ranking: it crosses from the object to the Worker on every search, so it is kept small. */
const MAX_AFFINITIES = 40
const MAX_ITEMS = 12
/** A click's weight: rules and the page speak in these units. */
const CLICK = 2

export type Affinity = {
  facet: string
  value: string
  /** Decayed interest; one fresh click is 2, shared by the values of a facet. */
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
  queries: readonly RecentQuery[]
}

export function featuresOf(state: SessionState, now: number): SessionFeatures {
  return {
    at: now,
    events: state.events,
    affinities: affinitiesOf(state, now).slice(0, MAX_AFFINITIES),
    items: recentItems(state).slice(0, MAX_ITEMS),
    queries: state.queries,
  }
}

/** Strongest first. */
export function affinitiesOf({ facets }: SessionState, now: number): Affinity[] {
  return facets
    .flatMap(({ facet, total, values }) => {
      const whole = countsAt(total, now).clicks * CLICK
      const clicks = values.map((value) => countsAt(value, now).clicks)
      const sum = clicks.reduce((all, each) => all + each, 0)
      return values.flatMap(({ value }, at) => {
        const share = (clicks[at] ?? 0) / (sum || 1)
        // What was only shown is no interest.
        return share === 0 ? [] : [{ facet, value, weight: share * whole, share }]
      })
    })
    .toSorted((a, b) => b.weight - a.weight || (a.value < b.value ? -1 : 1))
}

/** Each item once, newest first. */
export const recentItems = ({ recent }: SessionState): RecentItem[] =>
  distinct(recent).map(({ id, type, at }) => ({ id, type, at }))

/** The same features at a later time. */
export function featuresAt(features: SessionFeatures, now: number): SessionFeatures {
  const affinities = features.affinities.map((entry) => ({
    ...entry,
    weight: weightAt({ weight: entry.weight, at: features.at }, now),
  }))
  return { ...features, at: Math.max(now, features.at), affinities }
}
