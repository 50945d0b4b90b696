/** `GET /v1/recommend/{slot}`: a shared list, moved towards the visitor. */
import * as v from 'valibot'
import { problem } from '#core/contract/problem'
import type { RecommendReply } from '#core/contract/replies'
import type { ListReply } from '#core/contract/retrieval'
import { LIST_WEIGHTS, rank } from '#core/rank/rank'
import { listOf } from '../answer-list.ts'
import type { SharedRequest } from '../cache/shared-cache.ts'
import { flag, integer, readParams, text } from '../params.ts'
import { personalPart } from '../personal.ts'
import { readShared } from '../read-shared.ts'
import { refuse, respond } from '../respond.ts'
import { timed, type AppContext } from '../request.ts'
import { similar, trending } from '../shared-parts.ts'

/** Slots of the API that have no list behind them yet. */
const PLANNED = new Set(['for-you', 'also-viewed', 'bought-together', 'because-you-viewed'])

const schema = v.object({ item: text(256), limit: integer({ min: 1, max: 50, fallback: 10 }), explain: flag })

export async function recommend(c: AppContext): Promise<Response> {
  const params = readParams(c.req.url, schema)
  if (params.outcome === 'rejected') return refuse(c, problem('bad-request', params.detail))
  const { item, limit, explain } = params.value
  const slot = c.req.param('slot') ?? ''
  const asked = listFor(slot, item)
  if (asked.outcome === 'refused') return refuse(c, asked.problem)
  const [shared, personal] = await Promise.all([timed(c, 'shared', readShared(c, asked.request)), personalPart(c)])
  const list = await listOf(c, shared)
  if (list.outcome === 'refused') return list.response
  const { affinities, said } = personal
  const reply: RecommendReply = {
    slot,
    results: rank(list.value.hits, { weights: LIST_WEIGHTS, affinities, explain, offset: 0, limit }),
    personalisation: said,
    degraded: list.outcome === 'listed' ? list.degraded : 'fallback',
  }
  return respond(c, reply, { cacheStatus: list.cacheStatus })
}

type Asked =
  | { outcome: 'asked'; request: SharedRequest<ListReply> }
  | { outcome: 'refused'; problem: ReturnType<typeof problem> }

function listFor(slot: string, item: string): Asked {
  if (PLANNED.has(slot)) {
    return {
      outcome: 'refused',
      problem: problem('not-implemented', `recommend/${slot} is planned; today: trending, similar`),
    }
  }
  if (slot === 'trending') {
    if (item === '') return { outcome: 'asked', request: trending() }
    return { outcome: 'refused', problem: problem('bad-request', 'item: trending takes none; recommend/similar does') }
  }
  if (slot !== 'similar') {
    return { outcome: 'refused', problem: problem('not-found', 'unknown slot; today: trending, similar') }
  }
  if (item === '') {
    return {
      outcome: 'refused',
      problem: problem('bad-request', 'item: give the id of the item to find similar ones for'),
    }
  }
  return { outcome: 'asked', request: similar(item) }
}
