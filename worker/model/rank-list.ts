import type { Hit } from '#core/contract/retrieval'
import type { StageWeights } from '#core/rank/candidates'
import { waitUntilOf, type AppContext } from '../request.ts'
import type { PersonalPart } from '../personal.ts'
import { deviceOf, hourOf } from './moment.ts'
import { rankWith, type RankedWith } from './rank-with.ts'

type Listed = { query: string; weights: StageWeights; personal: PersonalPart }

/** What is published, applied to the list of this request. */
export function rankList(c: AppContext, hits: readonly Hit[], { query, weights, personal }: Listed): RankedWith {
  const { ranking, now } = c.get('deps')
  const current = ranking.current(waitUntilOf(c))
  if (current === undefined) return {}
  const at = now()
  const { raw } = c.req
  const moment = { now: at, hour: hourOf(raw, at), device: deviceOf(raw.headers) }
  const { recent, state, neighbours } = personal
  return rankWith(current, hits, { ...moment, query, weights, recent, state, neighbours })
}
