/** `GET /v1/recommend/{slot}`: a list, moved towards the visitor. */
import * as v from 'valibot'
import { problem } from '#core/contract/problem'
import type { RecommendReply } from '#core/contract/replies'
import { LIST_WEIGHTS, rank } from '#core/rank/rank'
import { flag, integer, readParams, text } from '../params.ts'
import { personalPart } from '../personal.ts'
import { readSlot } from '../recommend/slot.ts'
import { slotList } from '../recommend/slot-list.ts'
import { refuse, respond } from '../respond.ts'
import type { AppContext } from '../request.ts'

const schema = v.object({
  item: text(256),
  limit: integer({ min: 1, max: 50, fallback: 10 }),
  repeat: flag,
  explain: flag,
})

export async function recommend(c: AppContext): Promise<Response> {
  const params = readParams(c.req.url, schema)
  if (params.outcome === 'rejected') return refuse(c, problem('bad-request', params.detail))
  const { limit, explain } = params.value
  const slot = readSlot(c.req.param('slot') ?? '', params.value)
  if (slot.outcome === 'refused') return refuse(c, slot.problem)
  const asking = personalPart(c)
  const [list, personal] = await Promise.all([
    slotList(
      c,
      slot.value,
      asking.then(({ recent }) => recent),
    ),
    asking,
  ])
  if (list.outcome === 'refused') return list.response
  const { hits, degraded, cacheStatus, because } = list
  const reply: RecommendReply = {
    slot: slot.value.slot,
    results: rank(hits, { weights: LIST_WEIGHTS, affinities: personal.affinities, explain, offset: 0, limit }),
    ...(because !== undefined && { because }),
    personalisation: personal.said,
    degraded,
  }
  return respond(c, reply, cacheStatus === undefined ? {} : { cacheStatus })
}
