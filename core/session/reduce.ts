/**
 * The session reducer: one event in, the next state out. Pure, and independent of the order of arrival: late events
 * land where their time says. Deduplication by event id happens before (SessionObject).
 */
import type { EventType } from '#core/contract/events'
import { add } from '#core/session/decay'
import { addQuery } from '#core/session/queries'
import type { FacetAffinity, SessionEvent, SessionState } from '#core/session/state'

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
