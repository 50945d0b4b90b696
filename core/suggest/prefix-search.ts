/**
 * Completions whose text begins with the query, and first those that equal it.
 *
 * `order` holds the ranks in the order of their texts, a text being its sequence of terms. The completions that begin
 * with "new y" are then one range of it: from the first not below [new, first term in "y…"] to the first not below
 * [new, first term after "y…"].
 */
import { FIRSTS_SHIFT } from './layout.ts'
import type { SuggestIndex } from './open.ts'
import { isListEnd, listStart } from './packed-lists.ts'
import { readPacked } from './packed-array.ts'
import type { ResolvedWord } from './query.ts'
import { offerDistinct, offerRange } from './range-minima.ts'
import { inScope, type ResolvedScope } from './scope.ts'

export function searchPrefix(index: SuggestIndex, words: readonly ResolvedWord[], scope?: ResolvedScope): void {
  const { found, smallest } = index.scratch
  const last = words.at(-1)
  if (last !== undefined && last.first === last.last) return
  for (let at = 0; at < words.length - 1; at++) if (words[at]!.term < 0) return
  let from = last === undefined ? 0 : lowerBoundOf(index, { words, from: 0, to: index.completions }, last.first)
  const to =
    last === undefined ? index.completions : lowerBoundOf(index, { words, from, to: index.completions }, last.last)
  from = addExact(index, { words, from, to }, scope)
  smallest.reset(found.room)
  const { order } = index
  if (scope === undefined) {
    offerDistinct(order, { from, to }, smallest)
  } else if (scope.to - scope.from < to - from) offerScope(index, { words, from, to }, scope)
  else offerRange(order, { from, to }, smallest, (rank) => inScope(index, rank, scope.number))
  found.addAll(smallest, 'prefix')
}

type TextRange = { words: readonly ResolvedWord[]; from: number; to: number }

/** Texts that equal the query stand first in its range, by rank. Returns where the longer ones start. */
function addExact(index: SuggestIndex, range: TextRange, scope?: ResolvedScope): number {
  const { words, to } = range
  let { from } = range
  const last = words.at(-1)
  if (last === undefined || last.term < 0) return from
  for (; from < to; from++) {
    const rank = readPacked(index.order.values, from)
    if (!equals(index, rank, words)) break
    const wanted = scope === undefined || inScope(index, rank, scope.number)
    if (wanted && index.scratch.found.room > 0) index.scratch.found.add(rank, 'exact')
  }
  return from
}

function equals(index: SuggestIndex, rank: number, words: readonly ResolvedWord[]): boolean {
  const at = listStart(index.words, rank) + words.length - 1
  return isListEnd(index.words, at) && readPacked(index.words.values, at) === words.at(-1)!.term
}

/** A small scope under a wide prefix: go through the scope instead of the range. */
function offerScope(index: SuggestIndex, range: TextRange, scope: ResolvedScope): void {
  const { found, smallest } = index.scratch
  const { words } = range
  const last = words.at(-1)
  for (let at = scope.from; at < scope.to && smallest.threshold === Infinity; at++) {
    const rank = readPacked(index.scopes.postings.minima.values, at)
    const matches =
      last === undefined || (!below(index, rank, words, last.first) && below(index, rank, words, last.last))
    if (matches && !found.has(rank)) smallest.offer(rank)
  }
}

/** The first place of the range whose text is not below the query with `last` as its last term. */
function lowerBoundOf(index: SuggestIndex, range: TextRange, last: number): number {
  const { words } = range
  const first = words.length > 1 ? words[0]!.term : last
  let { from: low, to: high } = withFirst(index, range, first)
  while (low < high) {
    const middle = (low + high) >>> 1
    if (below(index, readPacked(index.order.values, middle), words, last)) low = middle + 1
    else high = middle
  }
  return low
}

/** The part of the range in which the texts that begin with this term are, or where they would stand. */
function withFirst({ firsts }: SuggestIndex, { from, to }: TextRange, term: number): { from: number; to: number } {
  const sample = term >>> FIRSTS_SHIFT
  const low = Math.max(from, Math.min(to, readPacked(firsts, sample)))
  return { from: low, to: Math.max(low, Math.min(to, readPacked(firsts, sample + 1))) }
}

function below(index: SuggestIndex, rank: number, words: readonly ResolvedWord[], last: number): boolean {
  const lists = index.words
  let at = listStart(lists, rank)
  const end = words.length - 1
  for (let position = 0; position < end; position++, at++) {
    const term = readPacked(lists.values, at)
    const wanted = words[position]!.term
    if (term !== wanted) return term < wanted
    if (isListEnd(lists, at)) return true
  }
  return readPacked(lists.values, at) < last
}
