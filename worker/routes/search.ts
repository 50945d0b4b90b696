/** `GET /v1/search`: candidates from the shared part, order from the visitor's features. */
import * as v from 'valibot'
import type { SearchReply } from '#core/contract/replies'
import { formatFilter, MAX_FILTER_LENGTH, parseFilter, type Filter } from '#core/contract/filter'
import type { Parsed } from '#core/contract/parse'
import { formatSort, parseSort } from '#core/contract/sort'
import { problem } from '#core/contract/problem'
import type { Rule } from '#core/contract/rules'
import { normalise } from '#core/text/normalise'
import { listOf } from '../answer-list.ts'
import { noteImpression } from '../impressions/note-impression.ts'
import { decodeCursor, encodeCursor, type Cursor } from '../cursor.ts'
import { flag, integer, readParams, text } from '../params.ts'
import { personalPart, sortedByCaller } from '../personal.ts'
import { readShared } from '../read-shared.ts'
import { replyJson } from '../ranked-json.ts'
import { refuse, respondJson } from '../respond.ts'
import { currentRules } from '../rules/current-rules.ts'
import { timed, type AppContext } from '../request.ts'
import { searchPage } from '../search-page.ts'
import { retrieval, WINDOW, type Retrieval } from '../shared-parts.ts'
import { together } from '../together.ts'

const schema = v.object({
  q: text(256),
  filter: text(MAX_FILTER_LENGTH),
  sort: v.optional(v.string(), 'relevance'),
  limit: integer({ min: 1, max: 100, fallback: 20 }),
  cursor: text(64),
  facets: text(256),
  explain: flag,
})

export function search(c: AppContext): Promise<Response> {
  return searchUnder(c, { url: c.req.url, readRules: () => currentRules(c), noted: true })
}

type Under = {
  url: string
  readRules: () => readonly Rule[] | Promise<readonly Rule[]>
  /** Whether this is an impression: a preview is none. */
  noted: boolean
}

/** The search that `url` asks for, under these rules. */
export async function searchUnder(c: AppContext, { url, readRules, noted }: Under): Promise<Response> {
  const asked = readAsked(url)
  if (asked.outcome === 'rejected') return refuse(c, problem('bad-request', asked.detail))
  const { q, first, window, limit, sorted, retrieve } = asked.value
  const parts = together([
    timed(c, 'shared', readShared(c, retrieval(retrieve))),
    sorted ? sortedByCaller : personalPart(c),
    readRules(),
  ])
  const [shared, personal, rules] = parts instanceof Promise ? await parts : parts
  const listing = listOf(c, shared)
  const list = listing instanceof Promise ? await listing : listing
  if (list.outcome === 'refused') return list.response
  const { hits } = list.value
  const page = { ...asked.value, query: retrieve.q, offset: first % WINDOW }
  const { now, random } = c.get('deps')
  const { results, shown, next, explored } = searchPage(hits, page, { rules, personal, now: now(), random })
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

type Asked = {
  q: string
  /** Place of the page's first item in the whole result. */
  first: number
  cursor: Cursor
  window: number
  limit: number
  explain: boolean
  /** The caller asked for an order, so nothing moves. */
  sorted: boolean
  retrieve: Retrieval
  filter: Filter
}

/** Everything that reaches the cache key is parsed and written back in its one canonical spelling. */
function readAsked(url: string): Parsed<Asked> {
  const params = readParams(url, schema)
  if (params.outcome === 'rejected') return params
  const { q, limit, explain, facets, cursor } = params.value
  const filter = parseFilter(params.value.filter)
  if (filter.outcome === 'rejected') return { outcome: 'rejected', detail: `filter: ${filter.detail}` }
  const sort = parseSort(params.value.sort)
  if (sort.outcome === 'rejected') return { outcome: 'rejected', detail: `sort: ${sort.detail}` }
  const start = decodeCursor(cursor)
  if (start === undefined) {
    return { outcome: 'rejected', detail: 'cursor: not one that this API gave; leave it out for the first page' }
  }
  const window = Math.floor(start.offset / WINDOW)
  const sorted = sort.value.by !== 'relevance'
  const canonical = { filter: formatFilter(filter.value), sort: formatSort(sort.value) }
  const retrieve = { q: normalise(q), facets, window, ...canonical }
  return {
    outcome: 'parsed',
    value: { q, first: start.offset, cursor: start, window, limit, explain, sorted, retrieve, filter: filter.value },
  }
}

/** Places are counted over the whole result, ranking happens within a window of it. */
function shifted(item: SearchReply['results'][number], by: number): SearchReply['results'][number] {
  return { ...item, position: item.position + by, sharedPosition: item.sharedPosition + by }
}
