// @ts-check
import { byId, element } from './element.js'
import { createTiles } from './tiles.js'
import { kind } from './facts.js'

/**
 * The rows of posters: the visitor's own and trending at the start, similar titles after one was opened, and the categories to start from.
 *
 * @typedef {import('#core/contract/replies').RankedItem} RankedItem
 * @typedef {import('#core/contract/replies').RecommendReply} RecommendReply
 */

/** Posters a row, and categories to start from. */
const POSTERS = 14
const STARTERS = 8

/**
 * @param {object} parts
 * @param {ReturnType<typeof import('./api.js').createApi>} parts.call
 * @param {ReadonlySet<string>} parts.opened
 * @param {(items: RankedItem[]) => void} parts.onItems
 * @param {(item: RankedItem, surface: 'trending' | 'similar' | 'for-you') => void} parts.onOpen
 */
export function createRows({ call, opened, onItems, onOpen }) {
  const trending = createTiles(byId('trending-tiles', HTMLUListElement), (item) => onOpen(item, 'trending'))
  const similar = createTiles(byId('similar-tiles', HTMLUListElement), (item) => onOpen(item, 'similar'))
  const yours = createTiles(byId('yours-tiles', HTMLUListElement), (item) => onOpen(item, 'for-you'))
  const yoursRow = byId('yours', HTMLElement)
  const similarRow = byId('similar', HTMLElement)
  let flight = new AbortController()
  let yoursFlight = new AbortController()
  trending.skeleton(POSTERS)

  async function showTrending() {
    /** @type {import('./api.js').Answer<RecommendReply>} */
    const answer = await call(`/v1/recommend/trending?limit=${POSTERS}`, { label: 'trending titles' })
    byId('trending-tiles', HTMLElement).toggleAttribute('data-failed', answer.outcome !== 'ok')
    if (answer.outcome !== 'ok') return
    onItems(answer.value.results)
    trending.render(answer.value.results, opened)
    byId('starters', HTMLElement).replaceChildren(...starters(answer.value.results))
  }

  /** The row of a visitor whom the edge knows; of nobody else. */
  async function showYours() {
    yoursFlight.abort()
    yoursFlight = new AbortController()
    const { signal } = yoursFlight
    /** @type {import('./api.js').Answer<RecommendReply>} */
    const answer = await call(`/v1/recommend/for-you?limit=${POSTERS}`, { label: 'for you', signal, quiet: true })
    if (signal.aborted) return
    const known = answer.outcome === 'ok' && answer.value.personalisation.outcome === 'applied'
    yoursRow.toggleAttribute('data-empty', !known || answer.value.results.length === 0)
    if (known) yours.render(answer.value.results, opened)
  }

  /** @param {RankedItem} item */
  async function showSimilar(item) {
    flight.abort()
    flight = new AbortController()
    const { signal } = flight
    const params = new URLSearchParams({ item: item.id, limit: String(POSTERS) })
    /** @type {import('./api.js').Answer<RecommendReply>} */
    const answer = await call(`/v1/recommend/similar?${params}`, { label: 'similar titles', signal, quiet: true })
    if (signal.aborted || answer.outcome !== 'ok') return
    onItems(answer.value.results)
    byId('similar-title', HTMLElement).textContent = `Similar to ${item.title}`
    similarRow.hidden = answer.value.results.length === 0
    similar.render(answer.value.results, opened)
  }

  function hideSimilar() {
    flight.abort()
    similarRow.hidden = true
  }

  return { showTrending, showYours, showSimilar, hideSimilar }
}

/** The kinds among the popular titles: categories that any catalogue has. @param {RankedItem[]} items */
function starters(items) {
  const kinds = new Map(items.map((item) => [kind(item).value, kind(item).facet]))
  kinds.delete('')
  return [...kinds]
    .slice(0, STARTERS)
    .map(([value, facet]) =>
      element('button', { type: 'button', class: 'facet-chip', 'data-facet': facet, 'data-value': value }, [value]),
    )
}
