/**
 * The bounds of a session: 16 KB of JSON at most, whatever the visitor does. Counts bound the common case; the byte
 * budget bounds the rest (ids and facet values can be long).
 */
import { weightAt } from '#core/session/decay'
import { mergeSpellings } from '#core/session/queries'
import type { SessionState } from '#core/session/state'

export const MAX_BYTES = 16_384
const MAX_AFFINITIES = 160
const MAX_ITEMS = 50
const MAX_QUERIES = 20

/** Weakest interests, oldest items and oldest queries go first. Keeps the order that state.ts promises. */
export function bound(state: SessionState, now: number): SessionState {
  const kept: SessionState = {
    events: state.events,
    affinities: state.affinities
      .toSorted((a, b) => weightAt(b, now) - weightAt(a, now) || order(a.facet, b.facet) || order(a.value, b.value))
      .slice(0, MAX_AFFINITIES),
    items: state.items.toSorted((a, b) => b.at - a.at || order(a.id, b.id)).slice(0, MAX_ITEMS),
    queries: mergeSpellings(state.queries)
      .toSorted((a, b) => b.at - a.at || order(a.query, b.query))
      .slice(0, MAX_QUERIES),
  }
  while (utf8Bytes(JSON.stringify(kept)) > MAX_BYTES && shrink(kept));
  return kept
}

/** Drops an eighth of the longest list; false when nothing is left to drop. */
function shrink(state: SessionState): boolean {
  const longest = [state.affinities, state.items, state.queries].toSorted((a, b) => size(b) - size(a))[0]
  if (longest === undefined || longest.length === 0) return false
  longest.length -= Math.ceil(longest.length / 8)
  return true
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

const size = (list: unknown[]) => JSON.stringify(list).length
const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
