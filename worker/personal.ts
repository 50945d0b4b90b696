/** The personal half of an answer: who asks, what their object knows, made ready for ranking. */
import type { Personalisation } from '#core/contract/personalisation'
import type { AppliedFeatures } from '#core/contract/replies'
import { affinityIndex, type AffinityIndex } from '#core/rank/session-affinity'
import type { Affinity } from '#core/session/features'
import type { RecentItem, SessionState } from '#core/session/state'
import { appliedFeatures } from './applied-features.ts'
import type { Visitor } from './identity/token.ts'
import { readShared } from './read-shared.ts'
import { timed, waitUntilOf, type AppContext } from './request.ts'
import { catalogue } from './shared-parts.ts'
import { together } from './together.ts'

/** `affinities` is undefined exactly when nothing personal applies; `said` is what the answer says about it. */
export type PersonalPart = {
  affinities: AffinityIndex | undefined
  /** Pseudonym, when it is known that the visitor agreed to be recognised. */
  visitor: string | null
  /** What `affinities` were made from: empty when nothing personal applies. */
  interests: readonly Affinity[]
  /** Items that the visitor dealt with, newest first; none when nothing personal applies. */
  recent: readonly RecentItem[]
  /** All that is known, when a model ranks with it. */
  state: SessionState | undefined
  said: Personalisation<AppliedFeatures>
}

const impersonal = (said: Personalisation<AppliedFeatures>): PersonalPart => ({
  affinities: undefined,
  visitor: null,
  interests: [],
  recent: [],
  state: undefined,
  said,
})

export const sortedByCaller = impersonal({ outcome: 'skipped', reason: 'sorted' })

const newVisitor = impersonal({ outcome: 'skipped', reason: 'new-visitor' })

/** Never throws and never waits past the session deadline: without features the answer is everybody's, and says so. */
export function personalPart(c: AppContext): PersonalPart | Promise<PersonalPart> {
  const visitor = c.get('deps').identity.of(c.req.raw.headers)
  return visitor === undefined ? newVisitor : partOf(c, visitor)
}

async function partOf(c: AppContext, asking: Visitor | Promise<Visitor | undefined>): Promise<PersonalPart> {
  const visitor = asking instanceof Promise ? await asking : asking
  if (visitor === undefined) return newVisitor
  const { sessions, ranking } = c.get('deps')
  const wanted = ranking.current(waitUntilOf(c))?.by === 'model' ? 'whole' : 'features'
  const parts = together([timed(c, 'session', sessions.features(visitor, wanted)), readShared(c, catalogue())])
  const [personal, meta] = parts instanceof Promise ? await parts : parts
  if (personal.outcome === 'skipped') return impersonal(personal)
  if (meta.outcome !== 'answered') return impersonal({ outcome: 'skipped', reason: 'failed' })
  return {
    affinities: affinityIndex(personal.features.affinities, meta.value.facets),
    visitor: visitor.pseudonym,
    interests: personal.features.affinities,
    recent: personal.features.items,
    state: personal.state,
    said: { outcome: 'applied', features: appliedFeatures(personal.features) },
  }
}
