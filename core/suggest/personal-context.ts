/** What suggestions take from a session: its queries, its interests and the query just asked. */
import type { CatalogueMeta } from '../contract/catalogue.ts'
import { epochMs, minutes, type EpochMs } from '../contract/time.ts'
import type { Affinity, SessionFeatures } from '../session/features.ts'
import type { AskedNext } from './asked-next.ts'
import type { PersonalContext } from './personal.ts'

/** A longer pause begins another session, to which the last query says nothing. */
const SESSION_PAUSE = minutes(30)
/** Of interest in a facet: one click is 0.4 of full confidence, three are 0.67, as in ranking. */
const CONFIDENCE_PRIOR = 3

/** The shared part of it: how much each facet counts, and what others asked right after a query. */
type Shared = { facets: CatalogueMeta['facets']; askedNext: (query: string) => readonly AskedNext[] }

export function personalContext(
  features: SessionFeatures,
  now: EpochMs,
  { facets, askedNext }: Shared,
): PersonalContext {
  const [newest] = features.queries
  const previous = newest !== undefined && now - newest.at <= SESSION_PAUSE ? newest.query : undefined
  return {
    recent: features.queries.map(({ query, count, at }) => ({ text: query, count, at: epochMs(at) })),
    affinity: affinityOf(features.affinities, facets),
    ...(previous !== undefined && { previous: { text: previous, next: askedNext(previous) } }),
  }
}

/** As in ranking: of each facet the value that is liked most counts. All facets together are worth 1 at most. */
function affinityOf(affinities: readonly Affinity[], facets: Shared['facets']): PersonalContext['affinity'] {
  const weights = new Map(facets.map(({ name, affinity }) => [name, affinity]))
  const liked = new Map(
    affinities.map((entry) => {
      const { facet } = entry
      return [`${facet}:${entry.value}`, { facet, worth: (weights.get(facet) ?? 0) * worthOf(entry) }]
    }),
  )
  return (refs) => {
    const best = new Map<string, number>()
    for (const ref of refs) {
      const own = liked.get(ref)
      if (own !== undefined) best.set(own.facet, Math.max(best.get(own.facet) ?? 0, own.worth))
    }
    let sum = 0
    for (const worth of best.values()) sum += worth
    return Math.min(sum, 1)
  }
}

/** The value's share of the interest in its facet, as far as that interest is to be trusted. */
function worthOf({ weight, share }: Affinity): number {
  if (share === 0) return 0
  const total = weight / share
  return share * (total / (total + CONFIDENCE_PRIOR))
}
