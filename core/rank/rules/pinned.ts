/** The last stage: what rules pin goes to its place, everything else keeps its order around it. */
import type { Pin } from '#core/rank/rules/effects'

/** @param order every candidate that is shown, pinned ones among them */
export function pinned(order: readonly number[], pins: readonly Pin[]): number[] {
  if (pins.length === 0) return [...order]
  const shown = new Set(order)
  const taken = new Map<number, number>()
  for (const { candidate, position } of pins) {
    if (shown.has(candidate)) taken.set(freePlace(position, order.length, taken), candidate)
  }
  const apart = new Set(taken.values())
  const others = order.filter((candidate) => !apart.has(candidate)).values()
  return order.map((_, place) => taken.get(place) ?? others.next().value!)
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
