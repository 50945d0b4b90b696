import type { Impression } from '#core/contract/impressions'
import { bestScore } from '#core/rank/candidates'
import type { Hit } from '#core/contract/retrieval'
import { deviceOf, hourOf } from '../model/moment.ts'
import { rankingName } from '../model/rank-with.ts'
import type { PersonalPart } from '../personal.ts'
import { waitUntilOf, type AppContext } from '../request.ts'

type Shown = Pick<Impression, 'query' | 'filter' | 'first' | 'items' | 'explored'> & {
  /** Absent for a search. */
  list?: Pick<Impression, 'surface' | 'seed'>
  sorted: boolean
  personal: PersonalPart
  /** Everything that the shown items were chosen from. */
  hits: readonly Hit[]
}

const SEARCH = { surface: 'search', seed: null }

/** Notes what an answer shows, behind the answer, and returns its id. */
export function noteImpression(c: AppContext, { sorted, personal, hits, list = SEARCH, ...shown }: Shown): string {
  const id = crypto.randomUUID()
  if (mayObject(c, personal)) return id
  const ranked = personal.affinities === undefined ? 'everyones' : 'personal'
  const { impressions, ranking, now, timer } = c.get('deps')
  const at = now()
  const { raw } = c.req
  const waitUntil = waitUntilOf(c)
  const model = rankingName(ranking.current(waitUntil))
  const context = { matches: matchesOf(hits, shown.items), hour: hourOf(raw, at), device: deviceOf(raw.headers) }
  const policy = sorted ? 'sorted' : ranked
  impressions.add(
    { ...shown, ...list, id, at, visitor: personal.visitor, model, policy, context },
    { waitUntil, timer },
  )
  return id
}

/** Whoever has objected, or is known and could not be asked: nothing is noted of them, not even without a name. */
function mayObject(c: AppContext, { said }: PersonalPart): boolean {
  if (said.outcome === 'applied' || said.reason === 'new-visitor') return false
  // Nobody asked who it is: whoever brings no token is a stranger.
  return said.reason !== 'sorted' || c.get('deps').identity.of(c.req.raw.headers) !== undefined
}

const matches = new WeakMap<readonly Hit[], ReadonlyMap<string, number>>()

/** Thousandths of the best match; made once per shared part. */
function matchesOf(hits: readonly Hit[], items: readonly string[]): number[] {
  let known = matches.get(hits)
  if (known === undefined) {
    const best = bestScore(hits)
    known = new Map(hits.map(({ item, score }) => [item.id, Math.round((score / best) * 1_000) / 1_000]))
    matches.set(hits, known)
  }
  return items.map((item) => known.get(item) ?? 0)
}
