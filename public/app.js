// @ts-check
/** Wires the demo page: what each part's news means for the others. No part knows another. */
import { byId, element } from './parts/element.js'
import { chooseFacets } from './parts/facet-choice.js'
import { createBusy } from './parts/busy.js'
import { createApi } from './parts/api.js'
import { createCompare } from './parts/compare.js'
import { createEvents } from './parts/events.js'
import { createFacetChips } from './parts/facet-chips.js'
import { createFinder } from './parts/finder.js'
import { createNotice } from './parts/notice.js'
import { createRows } from './parts/rows.js'
import { createSearching } from './parts/searching.js'
import { createStrip } from './parts/strip.js'
import { halves } from './parts/filter-text.js'
import { createVisitor } from './parts/visitor.js'
import { personalNote } from './parts/personal-note.js'
import { readAddress } from './parts/address.js'
import { showWhy } from './parts/why-card.js'

/**
 * @typedef {import('#core/contract/replies').RankedItem} RankedItem
 */

/** Ids opened since this page was loaded. @type {Set<string>} */
const opened = new Set()

/** Names the visitor's list that is on the page. @type {string | undefined} */
let impression

/** Facets with a row of chips, from the first items that the edge showed. @type {string[]} */
let facetNames = []

const call = createApi(createStrip(byId('strip', HTMLElement)))
const events = createEvents(call)
const notice = createNotice()
const during = createBusy(byId('frame', HTMLElement))
const announcer = byId('announcer', HTMLElement)
/** @param {string} sentence */
const announce = (sentence) => (announcer.textContent = sentence)

const rows = createRows({
  call,
  opened,
  onItems: remember,
  onOpen: (item, surface) => void during(open(item, surface)),
})
const compare = createCompare({
  onOpen: (item) => void during(open(item, 'search')),
  onWhy: (item, anchor) => showWhy(byId('why-card', HTMLElement), item, anchor),
  onMore: () => void during(searching.more()),
})
const chips = createFacetChips(byId('facets', HTMLElement), (facet, value) => toggleFilter(facet, value))
const searching = createSearching({
  call,
  compare,
  chips,
  notice,
  opened,
  facets: () => facetNames,
  onAnswer: answered,
})
const finder = createFinder(call, {
  onQuery: (query) => void during(search(query)),
  onPick: (entry, position) => void during(pick(entry, position)),
  onForgotten: () => void visitor.refresh(),
  announce,
})
const visitor = createVisitor({ call, notice, during, forget, onChanged: reorder })

/** @param {RankedItem[]} items */
function remember(items) {
  if (facetNames.length === 0) facetNames = chooseFacets(items)
}

/** @param {import('#core/contract/replies').SearchReply} reply the visitor's own @param {string} asked its query string */
function answered(reply, asked) {
  remember(reply.results)
  impression = reply.impression
  if (impression !== undefined && reply.results.length > 0)
    events.saw({ impression, search: asked, items: reply.results.map(({ id }) => id) })
  if (reply.total === 0) byId('trending', HTMLElement).hidden = false
  const count = `${reply.total} ${reply.total === 1 ? 'match' : 'matches'}.`
  announce(`${count} ${element('p', {}, personalNote(reply)).textContent}`)
}

/** @param {string} query */
async function search(query) {
  stage(query !== '')
  await searching.run({ query, filters: new Map() })
  if (query === '') return
  await events.send({ type: 'searched', query, surface: 'search' })
  await visitor.refresh()
}

/** @param {import('#core/contract/replies').SuggestEntry} entry @param {number} position */
async function pick(entry, position) {
  const category = entry.kind === 'category'
  const item = entry.kind === 'item' ? { item: entry.ref } : {}
  const query = category ? '' : entry.text
  stage(true)
  const run = searching.run({ query, filters: new Map(category ? [halves(entry.ref)] : []) })
  await events.send({ type: 'picked-suggestion', query: entry.text, surface: 'suggest', position, ...item })
  // The list may have been ordered before the event was known.
  await run
  await Promise.all([...(entry.kind === 'item' ? [searching.refreshPersonal()] : []), visitor.refresh()])
}

/** @param {string} facet @param {string} value */
function toggleFilter(facet, value) {
  const { query, filters } = searching.current()
  const next = new Map(filters)
  if (next.get(facet) === value) next.delete(facet)
  else next.set(facet, value)
  stage(query !== '' || next.size > 0)
  void during(searching.run({ query, filters: next }))
}

/** @param {RankedItem} item @param {'search' | 'trending' | 'similar' | 'for-you'} surface where it was opened */
async function open(item, surface) {
  opened.add(item.id)
  remember([item])
  const seen = surface === 'search' && impression !== undefined ? { impression } : {}
  await events.send({ type: 'clicked', item: item.id, surface, position: item.position, ...seen })
  // The row that was opened from stays as it is: its tile keeps the focus.
  const yours = surface === 'for-you' ? undefined : rows.showYours()
  await Promise.all([searching.refreshPersonal(), visitor.refresh(), rows.showSimilar(item), yours])
}

function forget() {
  events.forget()
  opened.clear()
  rows.hideSimilar()
}

/** Shows the order anew, after the visitor was forgotten or opted in or out. */
async function reorder() {
  await Promise.all([rows.showYours(), compare.shown() ? searching.refreshPersonal() : rows.showTrending()])
}

/** @param {boolean} results whether the results or the opening take the stage */
function stage(results) {
  byId('opening', HTMLElement).hidden = results
  byId('trending', HTMLElement).hidden = results
  byId('yours', HTMLElement).hidden = results
}

/** Takes the search from the address: at the start, and on back and forward. */
function follow() {
  const search = readAddress()
  finder.show(search.query)
  stage(search.query !== '' || search.filters.size > 0)
  return searching.run(search)
}

byId('starters', HTMLElement).addEventListener('click', (event) => {
  const starter = event.target instanceof Element ? event.target.closest('button') : null
  if (starter?.dataset.facet !== undefined) toggleFilter(starter.dataset.facet, starter.dataset.value ?? '')
})
addEventListener('popstate', () => void during(follow()))
await during(Promise.all([rows.showTrending().then(follow), rows.showYours(), visitor.refresh()]))
