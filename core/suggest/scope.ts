/** The completions of one category. */
import type { SuggestIndex } from './open.ts'
import { isListEnd, listStart } from './packed-lists.ts'
import { readPacked } from './packed-array.ts'
import { valueRange } from './ranked-postings.ts'
import { extractTerm, lowerBound } from './term-dictionary.ts'
import { decodeUtf8, encodeUtf8 } from './utf8.ts'

/** A scope's number and its ranks: values `[from, to)` of the scope postings, ascending. */
export type ResolvedScope = { number: number; from: number; to: number }

/** @returns undefined for a scope that no completion has */
export function resolveScope(index: SuggestIndex, name: string): ResolvedScope | undefined {
  const { scopes, scratch } = index
  if (name === '' || name.length > scratch.key.length / 3) return undefined
  const length = encodeUtf8(name, scratch.key)
  const number = lowerBound(scopes.names, { key: scratch.key, length, from: 0 })
  if (number >= scopes.names.count || extractTerm(scopes.names, number, scratch.term) !== length) return undefined
  for (let at = 0; at < length; at++) if (scratch.term[at] !== scratch.key[at]) return undefined
  return { number, ...valueRange(scopes.postings, number, number + 1) }
}

export function inScope(index: SuggestIndex, rank: number, scope: number): boolean {
  const { ofRank } = index.scopes
  for (let at = listStart(ofRank, rank); at < ofRank.values.length; at++) {
    if (readPacked(ofRank.values, at) === scope) return true
    if (isListEnd(ofRank, at)) return false
  }
  return false
}

/** The names of a completion's scopes. */
export function scopesOf(index: SuggestIndex, rank: number): string[] {
  const { names, ofRank } = index.scopes
  const scopes: string[] = []
  for (let at = listStart(ofRank, rank); at < ofRank.values.length; at++) {
    const length = extractTerm(names, readPacked(ofRank.values, at), index.scratch.term)
    // Scope 0 is "none".
    if (length > 0) scopes.push(decodeUtf8(index.scratch.term, 0, length))
    if (isListEnd(ofRank, at)) break
  }
  return scopes
}
