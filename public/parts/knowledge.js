// @ts-check
import { byId, element } from './element.js'
import { affinityBars } from './affinity-bars.js'

/**
 * The panel "what the edge knows about you": everything `GET /v1/me` says, a switch to opt out, a button to erase.
 *
 * @typedef {import('#core/contract/replies').MeReply} MeReply
 */

/** @param {{ onConsent: (consent: boolean) => void, onErase: () => void, onForget: (query: string) => void }} on */
export function createKnowledge({ onConsent, onErase, onForget }) {
  const body = byId('knowledge-body', HTMLElement)
  const toggle = byId('consent', HTMLButtonElement)
  const erase = byId('erase', HTMLButtonElement)
  const count = byId('you-count', HTMLElement)
  toggle.addEventListener('click', () => onConsent(toggle.getAttribute('aria-checked') !== 'true'))
  erase.addEventListener('click', onErase)
  body.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('.recent-forget') : null
    const query = button?.getAttribute('data-query')
    if (query) onForget(query)
  })

  /** @param {MeReply} me */
  function render(me) {
    toggle.setAttribute('aria-checked', String(me.consent))
    erase.disabled = me.visitor === 'unknown'
    count.textContent = me.events > 0 ? String(me.events) : ''
    body.replaceChildren(...(me.events === 0 ? nothing(me) : everything(me)))
  }

  /** The button that was pressed is gone with its row: focus goes to the next one, or to the switch. */
  function focus() {
    const next = body.querySelector('.recent-forget')
    if (next instanceof HTMLElement) next.focus()
    else toggle.focus()
  }

  return { render, focus }
}

/** @param {MeReply} me @returns {Node[]} */
function nothing({ consent }) {
  const words = consent
    ? 'Nothing. Open a title and come back here: each one shows at once.'
    : 'Nothing, and nothing will be kept while the switch is off.'
  return [element('p', { class: 'knowledge-empty' }, [words])]
}

/** @param {MeReply} me @returns {Node[]} */
function everything(me) {
  const items = me.recentItems.map(({ id, title, type, at }) => recent(title ?? id, `${type}, ${ago(at)}`))
  const queries = me.recentQueries.map(({ query, at }) => recent(`“${query}”`, ago(at), forgetButton(query)))
  return [
    ...affinityBars(me.affinities),
    ...list('This visit', thisVisit(me)),
    ...list('Last opened', items),
    ...list('Shown, not opened', passedOver(me)),
    ...list('What you usually choose', usual(me)),
    ...list('Last searched', queries),
    element('p', { class: 'knowledge-foot' }, [
      `${me.events} ${me.events === 1 ? 'event' : 'events'}. `,
      me.expiresAt === null ? '' : `Deleted by itself on ${day(me.expiresAt)} unless you come back.`,
    ]),
  ]
}

/** @param {MeReply} me */
function thisVisit({ visit, thisVisit }) {
  if (visit === null) return []
  const opened = `${visit.touches} opened, ${visit.lists} ${visit.lists === 1 ? 'list' : 'lists'} seen`
  const values = thisVisit.slice(0, 3).map(({ value }) => value)
  return [
    recent(opened, `since ${ago(visit.startedAt)}`),
    ...(values.length === 0 ? [] : [recent(values.join(', '), 'right now')]),
  ]
}

/** @param {MeReply} me */
const passedOver = ({ passedOver }) =>
  passedOver.slice(0, 5).map(({ id, title, times }) => recent(title ?? id, times === 1 ? 'once' : `${times} times`))

/** @param {MeReply} me */
const usual = ({ levels }) =>
  levels.slice(0, 4).map(({ field, mean }) => recent(field.replaceAll('_', ' '), levelOf(field, mean)))

/** In words, for people. @param {string} field @param {number} mean */
function levelOf(field, mean) {
  if (field === 'date') return `about ${new Date(mean).getUTCFullYear()}`
  if (field === 'popularity') return `more popular than ${Math.round(mean * 100)} %`
  return `about ${mean.toLocaleString('en', { maximumSignificantDigits: 3 })}`
}

/** @param {string} heading @param {Node[]} rows @returns {Node[]} */
function list(heading, rows) {
  return rows.length === 0 ? [] : [element('h3', {}, [heading]), element('ul', { class: 'recent' }, rows)]
}

/** @param {string} text @param {string} aside @param {Node[]} actions */
function recent(text, aside, ...actions) {
  const shown = [element('span', { dir: 'auto', title: text }, [text]), element('small', {}, [aside])]
  return element('li', {}, [...shown, ...actions])
}

/** @param {string} query */
function forgetButton(query) {
  const attributes = { type: 'button', class: 'recent-forget', 'data-query': query, 'aria-label': `Forget “${query}”` }
  return element('button', attributes, [element('span', { 'aria-hidden': 'true' }, ['✕'])])
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'narrow' })

/** @param {number} at epoch milliseconds @returns {string} `2m ago` */
function ago(at) {
  const seconds = Math.round((at - Date.now()) / 1_000)
  if (seconds > -5) return 'just now'
  if (seconds > -60) return relative.format(seconds, 'second')
  return seconds > -3_600 ? relative.format(Math.round(seconds / 60), 'minute') : day(at)
}

/** @param {number} at epoch milliseconds */
const day = (at) => new Date(at).toLocaleDateString('en', { day: 'numeric', month: 'short', year: 'numeric' })
