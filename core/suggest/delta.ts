/**
 * Changes over an immutable base: a removal or a new trend shows at once, without a rebuild.
 *
 * What is new, boosted or trending is a second, small index with the current weights; what is removed or has a newer
 * weight is hidden in the base. Both are asked, and their answers merged: better matches first, then weight.
 */
import { normalise } from '../text/normalise.ts'
import { buildSuggestIndex } from './build.ts'
import type { Completion } from './completion.ts'
import { lookup, type LookupOptions, type Suggestion } from './lookup.ts'
import { openSuggestIndex, type SuggestIndex } from './open.ts'
import { MAX_SMALLEST } from './smallest.ts'

export type Changes = {
  /** New completions, and present ones with their new weight: boosted, or trending. */
  current: readonly Completion[]
  /** Texts that must not be suggested any more. Wins over `current`. */
  removed: readonly string[]
  /** Texts that rise now, in the base or in `current`. */
  trending: readonly string[]
}

/** Normal forms: `removed` from every answer, `hidden` in the base because removed or replaced. */
export type Delta = {
  overlay: SuggestIndex
  hidden: ReadonlySet<string>
  removed: ReadonlySet<string>
  trending: ReadonlySet<string>
}

/** Builds in milliseconds for the few thousand changes that accumulate between two bases. */
export function openDelta(changes: Changes): Delta {
  const removed = new Set(changes.removed.map(normalise))
  const current = changes.current.filter(({ text }) => !removed.has(normalise(text)))
  const opened = openSuggestIndex(buildSuggestIndex(current).buffer)
  if (opened.outcome === 'refused') throw new Error(`a fresh index was refused: ${opened.reason}`)
  const hidden = new Set([...removed, ...current.map(({ text }) => normalise(text))])
  return { overlay: opened.index, hidden, removed, trending: new Set(changes.trending.map(normalise)) }
}

export function lookupWithDelta(base: SuggestIndex, delta: Delta, query: string, options: LookupOptions): Suggestion[] {
  const own = lookup(delta.overlay, query, options)
  const merged = merge(own, visible(base, delta, query, options)).slice(0, options.limit)
  if (delta.trending.size === 0) return merged
  for (const suggestion of merged) suggestion.trending = delta.trending.has(normalise(suggestion.text))
  return merged
}

/** Asks for more until enough of what the base says is not hidden. */
function visible(base: SuggestIndex, delta: Delta, query: string, options: LookupOptions): Suggestion[] {
  for (let limit = options.limit; ; limit *= 2) {
    const found = lookup(base, query, { ...options, limit })
    const shown = found.filter(({ text }) => !delta.hidden.has(normalise(text)))
    if (shown.length >= options.limit || found.length < limit || limit >= MAX_SMALLEST) return shown
  }
}

const ORDER = { exact: 0, prefix: 1, words: 2, fuzzy: 3 }

/** Both are best first; equal weights go to the base. */
function merge(overlay: readonly Suggestion[], base: readonly Suggestion[]): Suggestion[] {
  const merged: Suggestion[] = []
  let next = 0
  for (const suggestion of base) {
    while (next < overlay.length && isBetter(overlay[next]!, suggestion)) merged.push(overlay[next++]!)
    merged.push(suggestion)
  }
  return [...merged, ...overlay.slice(next)]
}

const isBetter = (a: Suggestion, b: Suggestion): boolean =>
  ORDER[a.match] < ORDER[b.match] || (a.match === b.match && a.score > b.score)
