/** What suggestions take from a session: its queries, its interests and the query just asked. */
import { epochMs, minutes, type EpochMs } from '../contract/time.ts'
import type { Affinity, SessionFeatures } from '../session/features.ts'
import type { PersonalContext } from './personal.ts'

/** A longer pause begins another session, to which the last query says nothing. */
const SESSION_PAUSE = minutes(30)
/** Of interest in a facet: one click is 0.4 of full confidence, three are 0.67, as in ranking. */
const CONFIDENCE_PRIOR = 3

export function personalContext(features: SessionFeatures, now: EpochMs): PersonalContext {
  const [newest] = features.queries
  const worths = new Map(features.affinities.map((entry) => [`${entry.facet}:${entry.value}`, worthOf(entry)]))
  return {
    recent: features.queries.map(({ query, count, at }) => ({ text: query, count, at: epochMs(at) })),
    // Items carry no facets here, so only categories move.
    affinity: (ref) => worths.get(ref) ?? 0,
    ...(newest !== undefined &&
      now - newest.at <= SESSION_PAUSE && { previous: { text: newest.query, followers: new Map() } }),
  }
}

/** The value's share of the interest in its facet, as far as that interest is to be trusted. */
function worthOf({ weight, share }: Affinity): number {
  if (share === 0) return 0
  const total = weight / share
  return share * (total / (total + CONFIDENCE_PRIOR))
}
