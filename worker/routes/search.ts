/** `GET /v1/search`: candidates from the shared part, order from the visitor's features. */
import type { SearchReply } from '#core/contract/replies'
import { problem } from '#core/contract/problem'
import type { Rule } from '#core/contract/rules'
import { SEARCH_WEIGHTS } from '#core/rank/rank'
import { listOf } from '../answer-list.ts'
import { noteImpression } from '../impressions/note-impression.ts'
import { encodeCursor } from '../cursor.ts'
import { rankList } from '../model/rank-list.ts'
import { personalPart, sortedByCaller } from '../personal.ts'
import { readShared } from '../read-shared.ts'
import { replyJson } from '../ranked-json.ts'
import { refuse, respondJson } from '../respond.ts'
import { currentRules } from '../rules/current-rules.ts'
import { timed, type AppContext } from '../request.ts'
import { searchPage } from '../search-page.ts'
import { readAsked } from '../search-asked.ts'
import { WINDOW } from '../shared-parts.ts'
import { together } from '../together.ts'

export function search(c: AppContext): Promise<Response> {
  return searchUnder(c, { url: c.req.url, readRules: () => currentRules(c), now: c.get('deps').now, noted: true })
}

type Under = {
  url: string
  readRules: () => readonly Rule[] | Promise<readonly Rule[]>
  /** The moment for which rules hold or do not: a preview may be of another day. */
  now: () => number
  /** Whether this is an impression: a preview is none. */
  noted: boolean
}

/** The search that `url` asks for, under these rules. */
export async function searchUnder(c: AppContext, { url, readRules, now, noted }: Under): Promise<Response> {
  const asked = readAsked(url)
  if (asked.outcome === 'rejected') return refuse(c, problem('bad-request', asked.detail))
  const { q, first, window, limit, sorted, retrieve } = asked.value
  const parts = together([
    timed(c, 'shared', readShared(c, asked.value.part)),
    sorted ? sortedByCaller : personalPart(c),
    timed(c, 'rules', readRules()),
  ])
  const [shared, personal, rules] = parts instanceof Promise ? await parts : parts
  const listing = listOf(c, shared)
  const list = listing instanceof Promise ? await listing : listing
  if (list.outcome === 'refused') return list.response
  const { hits } = list.value
  const page = { ...asked.value, query: retrieve.q, offset: first % WINDOW }
  const { random } = c.get('deps')
  const ranked = sorted ? {} : rankList(c, hits, { query: retrieve.q, weights: SEARCH_WEIGHTS, personal })
  const { results, shown, next, explored } = searchPage(hits, page, { rules, personal, ranked, now: now(), random })
  const found = list.outcome === 'listed' ? list.value : { total: hits.length, facets: [] }
  // A window that rules made shorter ends before its last place: the next page is of the next window.
  const more = page.offset + limit < shown
  const cursor = more ? { offset: first + limit, explored: next } : { offset: (window + 1) * WINDOW }
  const items = results.map(({ id }) => id)
  const probability = explored === undefined ? null : { position: explored.place, propensity: explored.propensity }
  const impression = {
    query: retrieve.q,
    filter: retrieve.filter,
    first,
    items,
    explored: probability,
    sorted,
    personal,
    hits,
  }
  const reply: SearchReply = {
    ...(noted && { impression: noteImpression(c, impression) }),
    query: q,
    // Beyond one window nobody has counted what rules hide.
    total: hits.length === found.total ? shown : found.total,
    results: window === 0 ? results : results.map((item) => shifted(item, window * WINDOW)),
    facets: found.facets,
    ...(cursor.offset < found.total && hits.length > 0 && { cursor: encodeCursor(cursor) }),
    personalisation: personal.said,
    degraded: list.outcome === 'listed' ? list.degraded : 'fallback',
  }
  return respondJson(c, replyJson(reply), { cacheStatus: list.cacheStatus })
}

/** Places are counted over the whole result, ranking happens within a window of it. */
function shifted(item: SearchReply['results'][number], by: number): SearchReply['results'][number] {
  return { ...item, position: item.position + by, sharedPosition: item.sharedPosition + by }
}
