import type { Touch } from '#core/session/state'

const MAX_TOUCHES = 64

/** Newest first; at one moment by id and type, so that the order of arrival says nothing. */
export function addRecent(recent: readonly Touch[], touch: Touch): readonly Touch[] {
  const place = recent.findIndex((known) => isBefore(touch, known))
  const at = place === -1 ? recent.length : place
  return [...recent.slice(0, at), touch, ...recent.slice(at)].slice(0, MAX_TOUCHES)
}

const isBefore = (a: Touch, b: Touch) => (a.at !== b.at ? a.at > b.at : a.id !== b.id ? a.id < b.id : a.type < b.type)

/** Each item once, as it was last touched. */
export function distinct(recent: readonly Touch[]): Touch[] {
  const met = new Set<string>()
  return recent.filter(({ id }) => !met.has(id) && met.add(id))
}
