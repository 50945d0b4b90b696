/**
 * What the edge keeps about one visitor. JSON-able, bounded in every dimension (bounds.ts), held by SessionObject and
 * changed only by reduce.
 */
import type { AcceptedEvent, EventType } from '#core/contract/events'
import type { Decayed } from '#core/session/decay'

/** An accepted event together with the facets of its item, as the catalogue had them at that moment. */
export type SessionEvent = AcceptedEvent & { facets: Record<string, string[]> }

export type FacetAffinity = { facet: string; value: string } & Decayed
export type RecentItem = { id: string; type: EventType; at: number }
/** `count`: how often it was asked, decayed to `at`. */
export type RecentQuery = { query: string; count: number; at: number }

export type SessionState = {
  /** Events counted since the visitor was first seen. */
  events: number
  /** Strongest first after bounding. */
  affinities: FacetAffinity[]
  /** Newest first, each item once. */
  items: RecentItem[]
  /** Newest first, each normal form once after bounding, as it was last written. */
  queries: RecentQuery[]
}

export const emptyState: SessionState = { events: 0, affinities: [], items: [], queries: [] }
