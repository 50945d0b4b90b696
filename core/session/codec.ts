/**
 * The short form of a session, for its row and for its way to the ranking: tuples instead of names, counts brought to
 * one time and rounded to four digits, times as milliseconds before it. A third of the room, so more fits into 16 KB.
 *
 *   [newest time, [events, touches, lists], touches, facets, [listed, loose], queries, passed over, visits, levels]
 *
 * Both ends are this deployment; the row carries a version (durable-objects/session-row.ts).
 */
import type { EventType } from '#core/contract/events'
import { countsAt, type Counts } from '#core/session/counts'
import type { FacetInterests, SessionState } from '#core/session/state'

type Four = [clicks: number, expected: number, freshClicks: number, freshExpected: number]
/** A position of -1 is none. */
type TouchTuple = [id: string, type: EventType, ago: number, position: number, surface?: string]

export type EncodedState = [
  at: number,
  totals: [events: number, touches: number, lists: number],
  recent: TouchTuple[],
  facets: [facet: string, total: Four, values: [value: string, ...Four][]][],
  overall: [listed: Four, loose: Four],
  queries: [query: string, count: number, ago: number][],
  passedOver: [id: string, ...agos: number[]][],
  visits: [fromAgo: number, toAgo: number, steps: number, lists: number][],
  levels: [field: string, count: number, sum: number, squares: number][],
]

const written = new WeakMap<SessionState, string>()

/** Written once: what is bounded by its length is stored as it is. */
export function stateJson(state: SessionState): string {
  const json = written.get(state) ?? JSON.stringify(encodeState(state))
  written.set(state, json)
  return json
}

export function encodeState(state: SessionState): EncodedState {
  const at = newest(state)
  const four = (counts: Counts): Four => {
    const { clicks, expected, freshClicks, freshExpected } = countsAt(counts, at)
    return [short(clicks), short(expected), short(freshClicks), short(freshExpected)]
  }
  return [
    at,
    [state.events, state.touches, state.lists],
    state.recent.map(({ id, type, at: then, position, surface }) => [
      id,
      type,
      at - then,
      position ?? -1,
      ...(surface === undefined ? ([] as const) : ([surface] as const)),
    ]),
    state.facets.map(({ facet, total, values }) => [
      facet,
      four(total),
      values.map(({ value, ...counts }) => [value, ...four(counts)]),
    ]),
    [four(state.listed), four(state.loose)],
    state.queries.map(({ query, count, at: then }) => [query, short(count), at - then]),
    state.passedOver.map(({ id, times }) => [id, ...times.map((then) => at - then)]),
    state.visits.map(({ from, to, steps, lists }) => [at - from, at - to, steps, lists]),
    state.levels.map(({ field, count, sum, squares }) => [field, count, sum, squares]),
  ]
}

export function decodeState(encoded: EncodedState): SessionState {
  const [at, [events, touches, lists], recent, facets, [listed, loose], queries, passedOver, visits, levels] = encoded
  const counts = ([clicks, expected, freshClicks, freshExpected]: Four): Counts => ({
    clicks,
    expected,
    freshClicks,
    freshExpected,
    at,
  })
  return {
    events,
    touches,
    lists,
    recent: recent.map(([id, type, ago, position, surface]) => ({
      id,
      type,
      at: at - ago,
      surface,
      position: position < 0 ? undefined : position,
    })),
    facets: facets.map(([facet, total, values]): FacetInterests => ({
      facet,
      total: counts(total),
      values: values.map(([value, ...four]) => ({ value, ...counts(four) })),
    })),
    listed: counts(listed),
    loose: counts(loose),
    queries: queries.map(([query, count, ago]) => ({ query, count, at: at - ago })),
    passedOver: passedOver.map(([id, ...agos]) => ({ id, times: agos.map((ago) => at - ago) })),
    visits: visits.map(([fromAgo, toAgo, steps, lists]) => ({ from: at - fromAgo, to: at - toAgo, steps, lists })),
    levels: levels.map(([field, count, sum, squares]) => ({ field, count, sum, squares })),
  }
}

/** Every event belongs to a visit, and the newest event to the newest. */
const newest = ({ visits }: SessionState): number => visits[0]?.to ?? 0
const POWERS = Float64Array.from({ length: 23 }, (_, digits) => Number(`1e${digits}`))

/** Four digits: a thousandth of a click decides nothing. By arithmetic: there are a thousand of them in a full state. */
function short(value: number): number {
  if (value === 0) return 0
  const power = POWERS[3 - Math.floor(Math.log10(Math.abs(value)))]
  return power === undefined ? Number(value.toPrecision(4)) : Math.round(value * power) / power
}
