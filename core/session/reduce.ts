/**
 * The session reducer: one event in, the next state out. Pure, and independent of the order of arrival: late events
 * land where their time says. Deduplication by event id happens before (SessionObject).
 */
import type { EventType } from '#core/contract/events'
import { add } from '#core/session/decay'
import type { FacetAffinity, RecentQuery, SessionEvent, SessionState } from '#core/session/state'
import { normalise } from '#core/text/normalise'

/** How much one event says about interest in its item's facets; a purchase is six views. */
const INTEREST: Record<EventType, number> = {
  viewed: 1,
  clicked: 2,
  'picked-suggestion': 2,
  carted: 4,
  bought: 6,
  searched: 0,
}

/** Applies one event. The caller bounds the result (bounds.ts) once per batch. */
export function reduce(state: SessionState, event: SessionEvent): SessionState {
  return {
    events: state.events + 1,
    affinities: addInterest(state.affinities, event),
    items: event.type === 'searched' || event.item === undefined ? state.items : addItem(state, event, event.item),
    queries: 'query' in event ? addQuery(state.queries, event.query, event.at) : state.queries,
  }
}

function addInterest(affinities: FacetAffinity[], event: SessionEvent): FacetAffinity[] {
  const amount = INTEREST[event.type]
  if (amount === 0) return affinities
  const next = [...affinities]
  for (const [facet, values] of Object.entries(event.facets)) {
    for (const value of values) {
      const at = next.findIndex((known) => known.facet === facet && known.value === value)
      // A film with three genres says a third about each.
      const decayed = add(next[at], amount / values.length, event.at)
      if (at === -1) next.push({ facet, value, ...decayed })
      else next[at] = { facet, value, ...decayed }
    }
  }
  return next
}

function addItem(state: SessionState, event: SessionEvent, id: string): SessionState['items'] {
  const known = state.items.find((item) => item.id === id)
  if (known !== undefined && known.at >= event.at) return state.items
  return [{ id, type: event.type, at: event.at }, ...state.items.filter((item) => item.id !== id)]
}

function addQuery(queries: RecentQuery[], query: string, at: number): RecentQuery[] {
  const key = normalise(query)
  const known = queries.find((entry) => normalise(entry.query) === key)
  const before = known && { weight: known.count, at: known.at }
  const { weight, at: last } = add(before, 1, at)
  const added = { query: lastSpelling(known, { query, at }), count: weight, at: last }
  return [added, ...queries.filter((entry) => entry !== known)]
}

/** Of two at the same moment the lesser, so that the order of arrival says nothing. */
function lastSpelling(known: { query: string; at: number } | undefined, next: { query: string; at: number }): string {
  if (known === undefined || next.at > known.at) return next.query
  return next.at === known.at && next.query < known.query ? next.query : known.query
}

/** Everything but this query, however it is written. */
export function forgetQuery(state: SessionState, query: string): SessionState {
  const key = normalise(query)
  return { ...state, queries: state.queries.filter((entry) => normalise(entry.query) !== key) }
}
