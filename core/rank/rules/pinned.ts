/** The last stage: what rules pin goes to its place, everything else keeps its order around it. */
import type { Pin } from '#core/rank/rules/effects'

/** Place to candidate, for pins among `shown`. Every pin has a place of its own within the list. */
export function pinPlaces(shown: readonly number[], pins: readonly Pin[]): ReadonlyMap<number, number> {
  const taken = new Map<number, number>()
  if (pins.length === 0) return taken
  const present = new Set(shown)
  for (const { candidate, position } of pins) {
    if (present.has(candidate)) taken.set(freePlace(position, shown.length, taken), candidate)
  }
  return taken
}

/** The pinned at their places, `others` in their order around them. */
export function pinned(others: readonly number[], places: ReadonlyMap<number, number>): number[] {
  const list: number[] = []
  let next = 0
  for (let place = 0; place < others.length + places.size; place += 1) list.push(places.get(place) ?? others[next++]!)
  return list
}

/** The place itself, else the next one down, else the last one above. A short list has its end for the pins beyond it. */
function freePlace(position: number, places: number, taken: ReadonlyMap<number, number>): number {
  const wanted = Math.min(position, places - 1)
  let place = wanted
  while (taken.has(place)) place += 1
  if (place < places) return place
  place = wanted
  while (taken.has(place)) place -= 1
  return place
}
