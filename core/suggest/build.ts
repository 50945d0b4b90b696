/** Builds the index file. Runs at the origin, off any request; see layout.ts for what comes out. */
import { normalise } from '../text/normalise.ts'
import { tokenise } from '../text/tokenise.ts'
import { checksum } from './checksum.ts'
import { COMPLETION_KINDS, type Completion } from './completion.ts'
import { displayRecord, styled, type DisplayStyle } from './display.ts'
import { buildFollowers, type QueryFollowers } from './followers.ts'
import { buildTailIndex } from './tail-index.ts'
import { CHECKED_FROM, FIRSTS_SHIFT, LONGEST_TEXT, MAGIC, VERSION, type Layout, type Scopes } from './layout.ts'
import { packArray } from './packed-array.ts'
import { packLists } from './packed-lists.ts'
import { buildPairIndex } from './pair-index.ts'
import { withMinima } from './range-minima.ts'
import { buildPostings, invert } from './ranked-postings.ts'
import { buildRecords } from './records.ts'
import { writeLayout } from './stored.ts'
import { StreamWriter } from './stream.ts'
import { buildTermDictionary } from './term-dictionary.ts'
import { binaryString } from './utf8.ts'
import { packWeights } from './weights.ts'

/** A completion with its normal form and its words: `terms` are the binary strings of `words`. */
type Prepared = Completion & { key: string; base: string; terms: string[]; runs: string[] }

export function buildSuggestIndex(
  completions: Iterable<Completion>,
  followers: readonly QueryFollowers[] = [],
): Uint8Array<ArrayBuffer> {
  const ranked = byRank(completions)
  const layout = layOut(ranked, followers)
  const out = new StreamWriter()
  out.number(MAGIC)
  out.number(VERSION)
  out.number(0)
  out.number(0)
  out.number(layout.completions)
  writeLayout(out, layout)
  const file = out.finish()
  const header = new Uint32Array(file.buffer)
  header[2] = file.byteLength
  header[3] = checksum(header.subarray(CHECKED_FROM / 4))
  return file
}

/** Distinct by normal form (the heaviest stays, scopes are joined), heaviest first, then by text. */
function byRank(completions: Iterable<Completion>): Prepared[] {
  const distinct = new Map<string, Completion>()
  for (const completion of completions) {
    const key = normalise(completion.text)
    if (key === '' || key.length > LONGEST_TEXT || completion.text.length > LONGEST_TEXT) continue
    const known = distinct.get(key)
    const weight = Number.isFinite(completion.weight) ? Math.max(0, completion.weight) : 0
    const heavier = known === undefined || weight > known.weight ? completion : known
    const scopes = known === undefined ? completion.scopes : [...known.scopes, ...completion.scopes]
    distinct.set(key, { ...heavier, weight: Math.max(weight, known?.weight ?? 0), scopes })
  }
  const keyed = Array.from(distinct, ([key, completion]) => ({ key, completion }))
  keyed.sort((a, b) => b.completion.weight - a.completion.weight || (a.key < b.key ? -1 : 1))
  return keyed.map(({ key, completion }) => prepare(key, completion))
}

function prepare(key: string, completion: Completion): Prepared {
  const words = tokenise(key)
  return {
    ...completion,
    key,
    base: words.map((word) => word.text).join(' '),
    terms: words.map((word) => binaryString(word.text)),
    runs: words.filter((word) => !word.spaced).map((word) => word.text),
  }
}

function layOut(ranked: readonly Prepared[], followers: readonly QueryFollowers[]): Layout {
  const sorted = Array.from(new Set(ranked.flatMap((completion) => completion.terms))).sort()
  const numbers = new Map(sorted.map((term, number) => [term, number]))
  const words = ranked.map(({ terms }) => terms.map((term) => numbers.get(term)!))
  const unspaced = new Set(ranked.flatMap(({ runs }) => runs).map(binaryString))
  const style = commonStyle(ranked)
  const order = textOrder(words)
  const ranks = followers.length === 0 ? undefined : new Map(ranked.map(({ key }, rank) => [key, rank]))
  return {
    completions: ranked.length,
    terms: buildTermDictionary(sorted),
    tails: buildTailIndex(sorted, (term) => !unspaced.has(sorted[term]!)),
    words: packLists(words),
    order: withMinima(packArray(order)),
    firsts: packArray(firstsOf(order, words, sorted.length)),
    postings: buildPostings(invert(words, sorted.length)),
    pairs: buildPairIndex(ranked.map(({ runs }) => runs)),
    display: buildRecords(ranked.map(({ text, base }) => displayRecord(text, base, style))),
    style,
    refs: buildRecords(ranked.map(({ ref }) => binaryString(ref))),
    kinds: packArray(ranked.map(({ kind }) => COMPLETION_KINDS.indexOf(kind))),
    weights: packWeights(ranked.map(({ weight }) => weight)),
    followers: buildFollowers(followers, (text) => ranks?.get(normalise(text))),
    scopes: layOutScopes(ranked),
  }
}

/** Ranks ordered by their sequence of terms, a beginning before what continues it; equal sequences by rank. */
function textOrder(words: readonly number[][]): Uint32Array {
  const order = Uint32Array.from(words, (_, rank) => rank)
  return order.sort((a, b) => {
    const left = words[a]!
    const right = words[b]!
    const shorter = Math.min(left.length, right.length)
    for (let at = 0; at < shorter; at++) if (left[at] !== right[at]) return left[at]! - right[at]!
    return left.length - right.length || a - b
  })
}

/** Where the texts that begin with every 32nd term, or a later one, start in the order of texts; then its end, twice. */
function firstsOf(order: Uint32Array, words: readonly number[][], terms: number): Uint32Array {
  const firsts = new Uint32Array((terms >>> FIRSTS_SHIFT) + 2).fill(order.length)
  for (let at = order.length - 1; at >= 0; at--) firsts[words[order[at]!]![0]! >>> FIRSTS_SHIFT] = at
  for (let sample = firsts.length - 2; sample >= 0; sample--) {
    firsts[sample] = Math.min(firsts[sample]!, firsts[sample + 1]!)
  }
  return firsts
}

function commonStyle(ranked: readonly Prepared[]): DisplayStyle {
  const plain = ranked.filter(({ text, base }) => text === base).length
  const capitals = ranked.filter(({ text, base }) => text === styled(base, 1)).length
  return capitals > plain ? 1 : 0
}

/** Scope 0 is "none": a list cannot be empty. */
function layOutScopes(ranked: readonly Prepared[]): Scopes {
  const used = new Set(ranked.flatMap(({ scopes }) => scopes).map(binaryString))
  if (used.size === 0) {
    return { names: buildTermDictionary([]), ofRank: packLists([]), postings: buildPostings([]) }
  }
  const names = ['', ...Array.from(used).filter((name) => name !== '')].sort()
  const numbers = new Map(names.map((name, number) => [name, number]))
  const ofRank = ranked.map(({ scopes }) => {
    const own = Array.from(new Set(scopes.map((scope) => numbers.get(binaryString(scope))!)))
    return own.length === 0 ? [0] : own.sort((a, b) => a - b)
  })
  const postings = invert(ofRank, names.length)
  if (postings[0]!.length === 0) postings[0] = [0]
  return { names: buildTermDictionary(names), ofRank: packLists(ofRank), postings: buildPostings(postings) }
}
