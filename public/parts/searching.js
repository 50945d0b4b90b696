// @ts-check
import { searchParams, writeAddress } from './address.js'

/**
 * The search under way: asks twice, once as a stranger and once as the visitor, and again for the visitor alone
 * after something was opened.
 *
 * @typedef {import('#core/contract/replies').SearchReply} SearchReply
 * @typedef {import('./address.js').Search} Search
 */
/**
 * @template T
 * @typedef {import('./api.js').Answer<T>} Answer
 */

/** Results a page, in each column; and the most that the edge gives at once. */
const PAGE = 16
const MOST = 100

/**
 * @param {object} parts
 * @param {ReturnType<typeof import('./api.js').createApi>} parts.call
 * @param {ReturnType<typeof import('./compare.js').createCompare>} parts.compare
 * @param {ReturnType<typeof import('./facet-chips.js').createFacetChips>} parts.chips
 * @param {ReturnType<typeof import('./notice.js').createNotice>} parts.notice
 * @param {ReadonlySet<string>} parts.opened
 * @param {() => string[]} parts.facets names of the facets to count
 * @param {(reply: SearchReply, search: string) => void} parts.onAnswer with the query string that was asked with
 */
export function createSearching({ call, compare, chips, notice, opened, facets, onAnswer }) {
  /** @type {Search} */
  let current = { query: '', filters: new Map() }
  let limit = PAGE
  let flight = new AbortController()
  /** @type {SearchReply | null} */
  let shared = null

  /** @param {boolean} stranger @param {AbortSignal} signal @returns {Promise<Answer<SearchReply>>} */
  function ask(stranger, signal) {
    const label = stranger ? 'search for everyone' : 'search for you'
    return call(searchUrl(current, { limit, facets: facets(), explain: !stranger }), { label, stranger, signal })
  }

  /** Ends what is in flight and gives the next one its own signal. */
  function next() {
    flight.abort()
    flight = new AbortController()
    return flight.signal
  }

  async function both() {
    const signal = next()
    compare.start(PAGE)
    const [everyone, you] = await Promise.all([ask(true, signal), ask(false, signal)])
    if (signal.aborted) return
    if (settle(everyone, both) && settle(you, both)) {
      shared = everyone.value
      show(everyone.value, you.value)
    }
  }

  /** Asks for the visitor's order alone: what everyone gets did not change by one click. */
  async function refreshPersonal() {
    if (shared === null || !compare.shown()) return
    const signal = next()
    const you = await ask(false, signal)
    if (!signal.aborted && settle(you, refreshPersonal)) show(shared, you.value)
  }

  /** @param {SearchReply} everyone @param {SearchReply} you */
  function show(everyone, you) {
    notice.clear()
    compare.render({ shared: everyone, personal: you, filters: current.filters, opened })
    chips.render(everyone.facets, current.filters)
    onAnswer(you, searchUrl(current, { limit, facets: facets(), explain: true }).split('?')[1] ?? '')
  }

  /**
   * @param {Answer<SearchReply>} answer @param {() => Promise<void>} retry
   * @returns {answer is { outcome: 'ok', value: SearchReply }}
   */
  function settle(answer, retry) {
    if (answer.outcome === 'ok') return true
    compare.settle()
    if (answer.outcome !== 'aborted') notice.show(answer, () => void retry())
    return false
  }

  /** @param {Search} search @returns {Promise<void>} */
  async function run(search) {
    current = search
    limit = PAGE
    writeAddress(search)
    if (search.query === '' && search.filters.size === 0) {
      next()
      shared = null
      notice.clear()
      return compare.hide()
    }
    await both()
  }

  function more() {
    limit = Math.min(limit + PAGE, MOST)
    return both()
  }

  return { run, more, refreshPersonal, current: () => current }
}

/** @param {Search} search @param {{ limit: number, facets: string[], explain: boolean }} options */
function searchUrl(search, { limit, facets, explain }) {
  const params = searchParams(search)
  params.set('limit', String(limit))
  if (facets.length > 0) params.set('facets', facets.join(','))
  if (explain) params.set('explain', 'true')
  return `/v1/search?${params}`
}
