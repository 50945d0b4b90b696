/** `GET /v1/recommend/{slot}`: a list, moved towards the visitor. */
import * as v from 'valibot'
import { problem } from '#core/contract/problem'
import type { RecommendReply } from '#core/contract/replies'
import { LIST_WEIGHTS } from '#core/rank/rank'
import { noteImpression } from '../impressions/note-impression.ts'
import { rankList } from '../model/rank-list.ts'
import { flag, integer, readParams, text } from '../params.ts'
import { personalPart } from '../personal.ts'
import { listPage } from '../recommend/list-page.ts'
import { readSlot } from '../recommend/slot.ts'
import { slotList } from '../recommend/slot-list.ts'
import { refuse, respond } from '../respond.ts'
import type { AppContext } from '../request.ts'
import { currentRules } from '../rules/current-rules.ts'

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
  const asking = Promise.resolve(personalPart(c))
  const [list, personal, rules] = await Promise.all([
    slotList(
      c,
      slot.value,
      asking.then(({ recent }) => recent),
    ),
    asking,
    currentRules(c),
  ])
  if (list.outcome === 'refused') return list.response
  const { hits, degraded, cacheStatus, because } = list
  const { now, random } = c.get('deps')
  const ranked = rankList(c, hits, { query: '', weights: LIST_WEIGHTS, personal })
  const { results, explored } = listPage(hits, { rules, personal, ranked, limit, explain, now: now(), random })
  const seed = 'item' in slot.value ? slot.value.item : (because?.id ?? null)
  const impression = noteImpression(c, {
    list: { surface: slot.value.slot, seed },
    query: '',
    filter: '',
    first: 0,
    items: results.map(({ id }) => id),
    explored: explored === undefined ? null : { position: explored.place, propensity: explored.propensity },
    sorted: false,
    personal,
    hits,
  })
  const reply: RecommendReply = {
    impression,
    slot: slot.value.slot,
    results,
    ...(because !== undefined && { because }),
    personalisation: personal.said,
    degraded,
  }
  return respond(c, reply, cacheStatus === undefined ? {} : { cacheStatus })
}
