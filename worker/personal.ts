/** The personal half of an answer: who asks, what their object knows, made ready for ranking. */
import type { Personalisation } from '#core/contract/personalisation'
import type { AppliedFeatures } from '#core/contract/replies'
import type { Affinity, SessionFeatures } from '#core/session/features'
import { affinityIndex, type AffinityIndex } from '#core/rank/session-affinity'
import { readShared } from './read-shared.ts'
import { timed, type AppContext } from './request.ts'
import { catalogue } from './shared-parts.ts'

/** `affinities` is undefined exactly when nothing personal applies; `said` is what the answer says about it. */
export type PersonalPart = {
  affinities: AffinityIndex | undefined
  /** What `affinities` were made from: empty when nothing personal applies. */
  interests: readonly Affinity[]
  said: Personalisation<AppliedFeatures>
}

/** How many interests an answer names. */
const NAMED = 5

export const sortedByCaller: PersonalPart = {
  affinities: undefined,
  interests: [],
  said: { outcome: 'skipped', reason: 'sorted' },
}

/** Never throws and never waits past the session deadline: without features the answer is everybody's, and says so. */
export async function personalPart(c: AppContext): Promise<PersonalPart> {
  const { identity, sessions } = c.var.deps
  const visitor = await identity.of(c.req.raw.headers)
  if (visitor === undefined)
    return { affinities: undefined, interests: [], said: { outcome: 'skipped', reason: 'new-visitor' } }
  const [personal, meta] = await Promise.all([
    timed(c, 'session', sessions.features(visitor)),
    readShared(c, catalogue()),
  ])
  if (personal.outcome === 'skipped') return { affinities: undefined, interests: [], said: personal }
  if (meta.outcome !== 'answered')
    return { affinities: undefined, interests: [], said: { outcome: 'skipped', reason: 'failed' } }
  return {
    affinities: affinityIndex(personal.features.affinities, meta.value.facets),
    interests: personal.features.affinities,
    said: { outcome: 'applied', features: appliedFeatures(personal.features) },
  }
}

/** What an answer says about the features that it used. */
export function appliedFeatures(features: SessionFeatures): AppliedFeatures {
  const affinities = features.affinities.slice(0, NAMED).map(({ facet, value, share }) => ({ facet, value, share }))
  return { events: features.events, affinities }
}
