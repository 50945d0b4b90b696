/**
 * The session reducer: one event in, the next state out. Pure, and independent of the order of arrival: late events
 * land where their time says, and a time in the future is taken as now. Deduplication by event id happens before
 * (SessionObject).
 */
import { addList, addTouch, trimInterests } from '#core/session/interests'
import { addLevels } from '#core/session/levels'
import { addShown, takeTouched } from '#core/session/passed-over'
import { addQuery } from '#core/session/queries'
import { addRecent } from '#core/session/recent'
import type { ItemTraits, SessionEvent, SessionState, Touch } from '#core/session/state'
import { addToVisit } from '#core/session/visits'

/** Applies one event. The caller bounds the result (bounds.ts) once per batch. */
export function reduce(state: SessionState, event: SessionEvent, now: number): SessionState {
  const at = Math.min(event.at, now)
  // What was shown is no deed of the visitor's.
  const next = event.type === 'shown' ? state : { ...state, events: state.events + 1 }
  switch (event.type) {
    case 'searched':
      return { ...asked(next, event.query, at), visits: addToVisit(state.visits, at, { steps: 0, lists: 0 }) }
    case 'shown':
      return shown(next, event, at)
    case 'picked-suggestion': {
      const searched = asked(next, event.query, at)
      // Its place was one among suggestions, not in a list that was shown.
      if (event.item !== undefined) return touched(searched, { ...event, id: event.item, at, position: undefined })
      return { ...searched, visits: addToVisit(state.visits, at, { steps: 0, lists: 0 }) }
    }
    case 'viewed':
    case 'clicked':
    case 'carted':
    case 'bought':
      return touched(next, { ...event, id: event.item, at })
    default:
      return event satisfies never
  }
}

const asked = (state: SessionState, query: string, at: number): SessionState => ({
  ...state,
  queries: addQuery(state.queries, query, at),
})

function shown(state: SessionState, event: Extract<SessionEvent, { type: 'shown' }>, at: number): SessionState {
  const next = addList(state, event.mix, at)
  return trimInterests({
    ...next,
    lists: state.lists + 1,
    passedOver: addShown(state.passedOver, event.items, { at, recent: state.recent }),
    visits: addToVisit(state.visits, at, { steps: 0, lists: 1 }),
  })
}

function touched(state: SessionState, event: Touch & ItemTraits): SessionState {
  const { id, type, at, surface, position } = event
  return trimInterests({
    ...addTouch(state, event, at),
    touches: state.touches + 1,
    recent: addRecent(state.recent, { id, type, at, surface, position }),
    passedOver: takeTouched(state.passedOver, id, at),
    visits: addToVisit(state.visits, at, { steps: 1, lists: 0 }),
    levels: addLevels(state.levels, event.numbers),
  })
}
