/** The personal half of an answer: who asks, what their object knows, made ready for ranking. */
import type { CatalogueMeta } from '#core/contract/catalogue'
import type { Personalisation } from '#core/contract/personalisation'
import type { AppliedFeatures } from '#core/contract/replies'
import { touchedIds } from '#core/rank/features/memory'
import type { SessionNeighbours } from '#core/rank/features/session-neighbours'
import { affinityIndex, type AffinityIndex } from '#core/rank/session-affinity'
import type { Affinity } from '#core/session/features'
import type { RecentItem, SessionState } from '#core/session/state'
import { appliedFeatures } from './applied-features.ts'
import type { SharedAnswer } from './cache/shared-cache.ts'
import type { Visitor } from './identity/token.ts'
import { readShared } from './read-shared.ts'
import type { Personal } from './session/session-client.ts'
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
  /** Of what the visitor touched in this visit, when a model ranks with them and they could be had. */
  neighbours: SessionNeighbours | undefined
  said: Personalisation<AppliedFeatures>
}

const impersonal = (said: Personalisation<AppliedFeatures>): PersonalPart => ({
  affinities: undefined,
  visitor: null,
  interests: [],
  recent: [],
  state: undefined,
  neighbours: undefined,
  said,
})

export const sortedByCaller = impersonal({ outcome: 'skipped', reason: 'sorted' })

const newVisitor = impersonal({ outcome: 'skipped', reason: 'new-visitor' })

/** Never throws and never waits past the session deadline: without features the answer is everybody's, and says so. */
export function personalPart(c: AppContext): PersonalPart | Promise<PersonalPart> {
  const visitor = c.get('deps').identity.of(c.req.raw.headers)
  return visitor instanceof Promise ? visitor.then((verified) => partOf(c, verified)) : partOf(c, visitor)
}

function partOf(c: AppContext, visitor: Visitor | undefined): PersonalPart | Promise<PersonalPart> {
  if (visitor === undefined) return newVisitor
  const { sessions, ranking, now } = c.get('deps')
  const since = now()
  const wanted = ranking.current(waitUntilOf(c))?.by === 'model' ? 'whole' : 'features'
  const parts = together([timed(c, 'session', sessions.features(visitor, wanted)), readShared(c, catalogue())])
  const part = parts instanceof Promise ? parts.then((late) => madeReady(visitor, late)) : madeReady(visitor, parts)
  if (wanted === 'features') return part
  return part instanceof Promise ? part.then((late) => withNeighbours(c, late, since)) : withNeighbours(c, part, since)
}

/** Features that are lent for a while are made ready once for it. */
const ready = new WeakMap<Personal, { facets: CatalogueMeta['facets']; part: PersonalPart }>()

function madeReady({ pseudonym }: Visitor, [personal, meta]: [Personal, SharedAnswer<CatalogueMeta>]): PersonalPart {
  if (personal.outcome === 'skipped') return impersonal(personal)
  if (meta.outcome !== 'answered') return impersonal({ outcome: 'skipped', reason: 'failed' })
  const { facets } = meta.value
  const known = ready.get(personal)
  if (known?.facets === facets) return known.part
  const { features, state } = personal
  const part: PersonalPart = {
    affinities: affinityIndex(features.affinities, facets),
    visitor: pseudonym,
    interests: features.affinities,
    recent: features.items,
    state,
    neighbours: undefined,
    said: { outcome: 'applied', features: appliedFeatures(features) },
  }
  ready.set(personal, { facets, part })
  return part
}

/** With what others did around what this visit touched, by the deadline of all that is personal. */
function withNeighbours(c: AppContext, part: PersonalPart, since: number): PersonalPart | Promise<PersonalPart> {
  if (part.state === undefined) return part
  const { ranked } = c.get('deps').neighbours
  const touched = touchedIds(part.state, { now: c.get('deps').now(), whole: false })
  const found = timed(c, 'neighbours', ranked(touched, { since, waitUntil: waitUntilOf(c) }))
  if (!(found instanceof Promise)) return { ...part, neighbours: found }
  return found.then((neighbours) => ({ ...part, neighbours }))
}
