/**
 * Visits as intervals of time that grow together: an event joins every visit that it is within half an hour of. The
 * outcome depends on the times alone, whatever the order of arrival, as long as no more pieces than are kept lie open.
 */
import { minutes } from '#core/contract/time'
import type { Visit } from '#core/session/state'

/** Silence that ends a session: the usual cut. */
export const IDLE_MS = minutes(30)
const MAX_VISITS = 8

/** @param what.steps touches, @param what.lists lists shown at `at` */
export function addToVisit(
  visits: readonly Visit[],
  at: number,
  what: { steps: number; lists: number },
): readonly Visit[] {
  const near = (visit: Visit) => at >= visit.from - IDLE_MS && at <= visit.to + IDLE_MS
  let joined: Visit = { from: at, to: at, ...what }
  for (const visit of visits) {
    if (!near(visit)) continue
    joined = {
      from: Math.min(joined.from, visit.from),
      to: Math.max(joined.to, visit.to),
      steps: joined.steps + visit.steps,
      lists: joined.lists + visit.lists,
    }
  }
  const others = visits.filter((visit) => !near(visit))
  return [joined, ...others].toSorted((a, b) => b.from - a.from).slice(0, MAX_VISITS)
}

/** The visit that goes on at `now`; undefined when the last one is over. */
export function presentVisit(visits: readonly Visit[], now: number): Visit | undefined {
  const [last] = visits
  return last !== undefined && now - last.to <= IDLE_MS ? last : undefined
}
