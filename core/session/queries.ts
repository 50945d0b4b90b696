/** What a visitor asked: each query counted with decay, so that early, late and repeated reports come to the same. */
import { add } from '#core/session/decay'
import type { RecentQuery, SessionState } from '#core/session/state'
import { normalise } from '#core/text/normalise'

/** Counts by spelling, which costs no normal form; `mergeSpellings` follows once per batch. */
export function addQuery(queries: readonly RecentQuery[], query: string, at: number): RecentQuery[] {
  const known = queries.find((entry) => entry.query === query)
  return [summed(known, { query, count: 1, at }), ...queries.filter((entry) => entry !== known)]
}

/** Each normal form once, as it was last written. */
export function mergeSpellings(queries: readonly RecentQuery[]): RecentQuery[] {
  const merged = new Map<string, RecentQuery>()
  for (const entry of queries) {
    const key = normalise(entry.query)
    merged.set(key, summed(merged.get(key), entry))
  }
  return [...merged.values()]
}

/** Everything but this query, however it is written. */
export function forgetQuery(state: SessionState, query: string): SessionState {
  const key = normalise(query)
  return { ...state, queries: state.queries.filter((entry) => normalise(entry.query) !== key) }
}

function summed(one: RecentQuery | undefined, other: RecentQuery): RecentQuery {
  if (one === undefined) return other
  const { weight, at } = add({ weight: one.count, at: one.at }, other.count, other.at)
  return { query: lastWritten(one, other), count: weight, at }
}

/** Of two at the same moment the lesser, so that the order of arrival says nothing. */
function lastWritten(one: RecentQuery, other: RecentQuery): string {
  if (one.at !== other.at) return one.at > other.at ? one.query : other.query
  return one.query < other.query ? one.query : other.query
}
