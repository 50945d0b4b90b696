/** What `/v1/me` says of a session, before items get their titles. */
import type { MeReply } from '#core/contract/replies'
import { countsAt } from '#core/session/counts'
import { affinitiesOf } from '#core/session/features'
import { distinct } from '#core/session/recent'
import type { SessionState } from '#core/session/state'
import { presentVisit } from '#core/session/visits'

const MAX_AFFINITIES = 40
const MAX_THIS_VISIT = 10
const MAX_PASSED_OVER = 10
/** Weaker than a tenth of a view says nothing any more. */
const LEAST_FRESH = 0.05

type Untitled<T> = Omit<T, 'title'>
type Summarised = Omit<MeReply, 'consent' | 'expiresAt' | 'recentItems' | 'passedOver'> & {
  recentItems: Untitled<MeReply['recentItems'][number]>[]
  passedOver: Untitled<MeReply['passedOver'][number]>[]
}

export function summarised(state: SessionState, now: number): Summarised {
  const visit = presentVisit(state.visits, now)
  return {
    visitor: state.events > 0 ? 'known' : 'unknown',
    events: state.events,
    affinities: affinitiesOf(state, now).slice(0, MAX_AFFINITIES),
    visit: visit === undefined ? null : { startedAt: visit.from, touches: visit.steps, lists: visit.lists },
    thisVisit: visit === undefined ? [] : freshOf(state, now),
    recentItems: distinct(state.recent).map(({ id, type, at, surface, position }) => ({
      id,
      type,
      at,
      ...(surface !== undefined && { surface }),
      ...(position !== undefined && { position }),
    })),
    passedOver: state.passedOver
      .map(({ id, times }) => ({ id, times: times.filter((at) => at >= (visit?.from ?? now)).length }))
      .filter(({ times }) => times > 0)
      .toSorted((a, b) => b.times - a.times)
      .slice(0, MAX_PASSED_OVER),
    levels: state.levels.map(({ field, count, sum }) => ({ field, mean: sum / count, items: count })),
    recentQueries: [...state.queries],
  }
}

function freshOf({ facets }: SessionState, now: number): MeReply['thisVisit'] {
  return facets
    .flatMap(({ facet, values }) => {
      const fresh = values.map((entry) => ({ value: entry.value, clicks: countsAt(entry, now).freshClicks }))
      const whole = fresh.reduce((sum, { clicks }) => sum + clicks, 0)
      return fresh
        .filter(({ clicks }) => clicks >= LEAST_FRESH)
        .map(({ value, clicks }) => ({ facet, value, share: clicks / whole, clicks }))
    })
    .toSorted((a, b) => b.clicks - a.clicks)
    .slice(0, MAX_THIS_VISIT)
    .map(({ facet, value, share }) => ({ facet, value, share }))
}
