// @ts-check
import { element } from './element.js'
import { cacheWords, timings } from './header-words.js'

/**
 * The strip at the foot: what the last call took and where its answer came from, with the raw headers one press away.
 *
 * @typedef {import('./api.js').Call} Call
 */

/** Calls that the little chart remembers. */
const REMEMBERED = 32

/** @type {Record<string, string>} the edge's Server-Timing names, in plain words */
const PARTS = { shared: 'shared part', session: 'your profile', total: 'in the edge' }

/** @type {Record<string, string>} */
const DEGRADED = {
  stale: 'older copy: the origin is not answering',
  fallback: 'popular list: the origin is not answering',
  'no-index': 'no suggestion index right now',
}

/** @param {HTMLElement} strip */
export function createStrip(strip) {
  /** @type {number[]} */
  let times = []
  const chart = element('span', { class: 'strip-chart', 'aria-hidden': 'true' })
  const words = element('p', { class: 'strip-words' }, ['No call yet.'])
  const raw = element('pre', { class: 'strip-raw', tabindex: '0', 'aria-label': 'Raw headers' })
  const details = element('details', { class: 'strip-details' }, [element('summary', {}, ['Headers']), raw])
  strip.replaceChildren(chart, words, details)

  /** @param {Call} call */
  return function show(call) {
    times = [...times, call.ms].slice(-REMEMBERED)
    chart.replaceChildren(...bars(times))
    words.replaceChildren(...sentence(call))
    raw.textContent = [
      `${call.status} ${call.url}`,
      ...[...call.headers].map(([name, value]) => `${name}: ${value}`),
    ].join('\n')
  }
}

/** @param {number[]} times */
function bars(times) {
  const longest = Math.max(...times)
  return times.map((ms) => {
    const bar = element('i')
    // Square root: one cold start must not flatten all that follow.
    bar.style.setProperty('--share', String(Math.sqrt(ms / longest)))
    return bar
  })
}

/** @param {Call} call @returns {Node[]} */
function sentence({ label, ms, headers, body, status }) {
  const parts = timings(headers.get('server-timing')).map(
    ({ name, ms: took }) => `${PARTS[name] ?? name} ${inside(took)}`,
  )
  const id = headers.get('x-request-id')
  const degraded = DEGRADED[field(body, 'degraded')]
  return [
    element('b', { class: 'strip-ms' }, [time(ms)]),
    element('span', { title: 'Measured in your browser, from the call to the parsed answer' }, [label]),
    ...(status >= 400 ? [element('span', { class: 'strip-bad' }, [`answered ${status}`])] : []),
    ...(status === 0 ? [element('span', { class: 'strip-bad' }, ['no answer'])] : []),
    ...personal(body).map((text) => element('span', { class: 'strip-personal' }, [text])),
    ...(headers.has('cache-status') ? [element('span', {}, [cacheWords(headers.get('cache-status'))])] : []),
    ...(parts.length > 0 ? [element('span', { class: 'strip-parts' }, [parts.join(', ')])] : []),
    ...(degraded === undefined ? [] : [element('span', { class: 'strip-bad' }, [degraded])]),
    ...(id === null ? [] : [element('span', { class: 'strip-id' }, [`request ${id}`])]),
  ]
}

/** @param {number} ms */
const time = (ms) => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`

/** The edge's own clock stands still between two waits, so less than one tick reads as zero. @param {number} ms */
const inside = (ms) => (ms < 1 ? 'under 1 ms' : `${Math.round(ms)} ms`)

/** @param {unknown} body @returns {string[]} */
function personal(body) {
  if (typeof body !== 'object' || body === null || !('personalisation' in body)) return []
  const outcome = field(body.personalisation, 'outcome')
  return [
    outcome === 'applied'
      ? 'personalised'
      : `not personalised: ${field(body.personalisation, 'reason').replace('-', ' ')}`,
  ]
}

/** @param {unknown} value @param {string} name @returns {string} */
function field(value, name) {
  if (typeof value !== 'object' || value === null) return ''
  const found = new Map(Object.entries(value)).get(name)
  return typeof found === 'string' ? found : ''
}
