/**
 * The bounds of a session: 16 KB of JSON at most, whatever the visitor does. Each list has a bound of its own where it
 * grows; the byte budget bounds the rest (ids and facet values can be long).
 */
import { stateJson } from '#core/session/codec'
import { entriesOf, strongest } from '#core/session/interests'
import { mergeSpellings } from '#core/session/queries'
import type { SessionState } from '#core/session/state'

export const MAX_BYTES = 16_384
const MAX_QUERIES = 20

/** Weakest interests, oldest items and oldest queries go first. */
export function bound(state: SessionState): SessionState {
  let kept: SessionState = {
    ...state,
    facets: strongest(state.facets),
    queries: mergeSpellings(state.queries)
      .toSorted((a, b) => b.at - a.at || (a.query < b.query ? -1 : 1))
      .slice(0, MAX_QUERIES),
  }
  while (utf8Bytes(stateJson(kept)) > MAX_BYTES) kept = smaller(kept)
  return kept
}

/** Without the last eighth of whatever takes the most room; at least one entry less. */
function smaller(state: SessionState): SessionState {
  const parts = ['recent', 'facets', 'queries', 'passedOver', 'levels'] as const
  const room = (part: (typeof parts)[number]) => (state[part].length === 0 ? 0 : JSON.stringify(state[part]).length)
  const largest = parts.reduce((most, part) => (room(part) > room(most) ? part : most))
  if (largest === 'facets') {
    const entries = entriesOf(state.facets)
    // A name alone may be what is long: without values the weakest facet goes.
    if (entries === 0) return { ...state, facets: state.facets.slice(0, -1) }
    return { ...state, facets: strongest(state.facets, Math.floor(entries * (7 / 8))) }
  }
  return { ...state, [largest]: state[largest].slice(0, -Math.ceil(state[largest].length / 8)) }
}

/** JSON.stringify escapes lone surrogates, so every surrogate here is half of a pair of four bytes. */
function utf8Bytes(text: string): number {
  let bytes = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0x800 && (unit < 0xd800 || unit > 0xdfff)) bytes += 2
    else if (unit >= 0x80) bytes += 1
  }
  return bytes
}
