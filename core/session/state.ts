/**
 * What the edge keeps about one visitor: bounded in every dimension (bounds.ts), held by SessionObject, changed only by
 * reduce. Every part says the same whatever the order of arrival, because each event carries its own time.
 */
import type { AcceptedEvent, EventType } from '#core/contract/events'
import type { Counts } from '#core/session/counts'

type Shown = Extract<AcceptedEvent, { type: 'shown' }>
type Deed = Exclude<AcceptedEvent, Shown>

/** Share of one list that carries a facet value, weighted by what each place was expected to get; a click has one whole. */
export type Mix = readonly { facet: string; value: string; share: number }[]

/** What the catalogue says about an item at that moment: facet values in its own spelling, and its numbers by name. */
export type ItemTraits = { facets: Record<string, string[]>; numbers: Record<string, number> }

/** An accepted event together with what the catalogue says about its items. */
export type SessionEvent = (Deed & ItemTraits) | (Shown & { mix: Mix })

/** `position`: in the list where it was touched; absent when that was no list. */
export type Touch = {
  id: string
  type: EventType
  at: number
  surface?: string | undefined
  position?: number | undefined
}
export type RecentItem = Pick<Touch, 'id' | 'type' | 'at'>

/** How often a value was touched (a click is 1), against how often the lists shown led to expect it. */
export type Interest = Counts & { value: string }
/** `total`: touches of items that have the facet at all. */
export type FacetInterests = { facet: string; total: Counts; values: readonly Interest[] }

/** `count`: how often it was asked, decayed to `at`. */
export type RecentQuery = { query: string; count: number; at: number }

/** A stretch of time without half an hour of silence. */
export type Visit = { from: number; to: number; steps: number; lists: number }

/** Times at which an item was shown and not touched since, newest first. */
export type PassedOver = { id: string; times: readonly number[] }

/** Numbers of touched items: what they cost, when they came out. */
export type Level = { field: string; count: number; sum: number; squares: number }

export type SessionState = {
  /** Events counted since the visitor was first seen; `touches` and `lists` of them. */
  events: number
  touches: number
  lists: number
  /** Newest first. */
  recent: readonly Touch[]
  facets: readonly FacetInterests[]
  /** Touches in lists against lists shown, and touches elsewhere (nothing was expected of those). */
  listed: Counts
  loose: Counts
  /** Newest first, each normal form once after bounding, as it was last written. */
  queries: readonly RecentQuery[]
  /** Newest first. */
  passedOver: readonly PassedOver[]
  /** Newest first; the first is the present one while it lasts. */
  visits: readonly Visit[]
  levels: readonly Level[]
}

const none: Counts = { clicks: 0, expected: 0, freshClicks: 0, freshExpected: 0, at: 0 }

export const emptyState: SessionState = {
  events: 0,
  touches: 0,
  lists: 0,
  recent: [],
  facets: [],
  listed: none,
  loose: none,
  queries: [],
  passedOver: [],
  visits: [],
  levels: [],
}
