// @ts-check
import { formatFilters, parseFilters } from './filter-text.js'

/**
 * The search in the page's address, so that reload, back and a shared link give the same search.
 *
 * @typedef {{ query: string, filters: ReadonlyMap<string, string> }} Search
 */

/** @returns {Search} */
export function readAddress() {
  const params = new URLSearchParams(location.search)
  return { query: params.get('q') ?? '', filters: parseFilters(params.get('filter') ?? '') }
}

/** @param {Search} search */
export function writeAddress(search) {
  const params = searchParams(search)
  const next = params.size === 0 ? '/' : `/?${params}`
  if (next !== location.pathname + location.search) history.pushState(null, '', next)
}

/** The parameters that the page's address and the edge's `/v1/search` share. @param {Search} search */
export function searchParams({ query, filters }) {
  const params = new URLSearchParams()
  if (query !== '') params.set('q', query)
  if (filters.size > 0) params.set('filter', formatFilters(filters))
  return params
}
