/** What a search's query string asks for. */
import * as v from 'valibot'
import { formatFilter, MAX_FILTER_LENGTH, parseFilter, type Filter } from '#core/contract/filter'
import type { Parsed } from '#core/contract/parse'
import { formatSort, parseSort } from '#core/contract/sort'
import { normalise } from '#core/text/normalise'
import { decodeCursor, type Cursor } from './cursor.ts'
import { flag, integer, readParams, text } from './params.ts'
import { WINDOW, type Retrieval } from './shared-parts.ts'

const schema = v.object({
  q: text(256),
  filter: text(MAX_FILTER_LENGTH),
  sort: v.optional(v.string(), 'relevance'),
  limit: integer({ min: 1, max: 100, fallback: 20 }),
  cursor: text(64),
  facets: text(256),
  explain: flag,
})

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
export function readAsked(url: string): Parsed<Asked> {
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
