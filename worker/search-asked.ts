/** What a search's query string asks for. */
import * as v from 'valibot'
import { formatFilter, MAX_FILTER_LENGTH, parseFilter, type Filter } from '#core/contract/filter'
import type { Parsed } from '#core/contract/parse'
import { formatSort, parseSort } from '#core/contract/sort'
import { normalise } from '#core/text/normalise'
import { decodeCursor, type Cursor } from './cursor.ts'
import { flag, integer, readParams, text } from './params.ts'
import type { RetrieveReply } from '#core/contract/retrieval'
import type { SharedRequest } from './cache/shared-cache.ts'
import { retrieval, WINDOW, type Retrieval } from './shared-parts.ts'

const schema = v.object({
  q: text(256),
  filter: text(MAX_FILTER_LENGTH),
  sort: v.optional(v.string(), 'relevance'),
  limit: integer({ min: 1, max: 100, fallback: 20 }),
  cursor: text(64),
  facets: text(256),
  explain: flag,
})

type Asked = Readonly<{
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
  /** The shared part that `retrieve` names. */
  part: SharedRequest<RetrieveReply>
  filter: Filter
}>

/** Few queries are asked often and most of the time: those are parsed once, and a long one is not one of them. */
const parsed = new Map<string, Parsed<Asked>>()
const MAX_PARSED = 1_000
const MAX_KEPT_LENGTH = 200

export function readAsked(url: string): Parsed<Asked> {
  const start = url.indexOf('?')
  const search = start === -1 ? '' : url.slice(start)
  const known = parsed.get(search)
  if (known !== undefined) return known
  const asked = parseAsked(search)
  if (asked.outcome === 'rejected' || search.length > MAX_KEPT_LENGTH) return asked
  if (parsed.size >= MAX_PARSED) parsed.clear()
  parsed.set(search, asked)
  return asked
}

/** Everything that reaches the cache key is parsed and written back in its one canonical spelling. */
function parseAsked(search: string): Parsed<Asked> {
  const params = readParams(search, schema)
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
  const page = { first: start.offset, cursor: start, window, limit }
  return {
    outcome: 'parsed',
    value: { q, ...page, explain, sorted, retrieve, part: retrieval(retrieve), filter: filter.value },
  }
}
