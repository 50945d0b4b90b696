import { reduce } from '#core/session/reduce'
import { emptyState, type SessionEvent, type SessionState } from '#core/session/state'

type Deed = Exclude<SessionEvent, { type: 'shown' }>
export const now = 1_800_000_000_000
export const MINUTE = 60_000

export function clicked(item: string, at: number, facets: Record<string, string[]>): Deed {
  return { id: `event-${item}-${at}`, type: 'clicked', item, at, facets, numbers: {} }
}
export const searched = (query: string, at: number): SessionEvent => ({
  id: 'event-q',
  type: 'searched',
  query,
  at,
  facets: {},
  numbers: {},
})
export const all = (events: SessionEvent[], state: SessionState = emptyState) =>
  events.reduce((reduced, event) => reduce(reduced, event, now), state)
