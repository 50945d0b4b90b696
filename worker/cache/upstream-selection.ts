/**
 * By which request fields the responses of an upstream are told apart. Outside `origin-decides` a field of a visitor
 * reaches the origin exactly when what comes back is kept for that value of it alone: because it is configured, or because
 * an earlier response to this target named it in Vary. Until then the origin gets the same neutral request from everybody.
 */
import type { StoredEntry } from '#core/cache/entry'
import type { Fields } from '#core/cache/fields'
import { selects, varyNames } from '#core/cache/vary'
import type { Upstream } from './upstream.ts'

/** Fields that origins choose a representation by. Others that a Vary may name are never sent, so nothing depends on them. */
export const CHOOSING = ['accept', 'accept-language', 'user-agent']

/** Names of the fields that are passed as the visitor has them; 'trusted': the origin is trusted to name them in Vary. */
export type Passed = readonly string[] | 'trusted'

/** @param named the fields that responses of this target were seen to vary by */
export function passedFields(upstream: Upstream, named: readonly string[]): Passed {
  if (upstream.visitors === 'origin-decides') return 'trusted'
  const configured = upstream.fields === 'all' ? [] : upstream.fields
  return [...new Set([...configured, ...named.filter((name) => CHOOSING.includes(name))])].sort()
}

/** The request as its origin saw it, as far as responses are told apart by it. */
export function seenFields(request: Fields, passed: Passed): Fields {
  if (passed === 'trusted') return request
  return { get: (name) => (passed.includes(name) ? request.get(name) : undefined) }
}

/** What the response varies by: what it says, and what its origin saw in any case. */
export function varyOf(response: Fields, passed: Passed): readonly string[] | '*' {
  const named = varyNames(response)
  if (named === '*' || passed === 'trusted') return named
  return [...new Set([...passed, ...named.filter((name) => CHOOSING.includes(name))])].sort()
}

/** What the origin says that it might have answered otherwise by, had it seen what was held back. */
export function heldBack(response: Fields, request: Fields, passed: Passed): string[] {
  if (passed === 'trusted') return []
  const named = varyNames(response)
  return CHOOSING.filter(
    (name) => !passed.includes(name) && (named === '*' || named.includes(name)) && Boolean(request.get(name)),
  )
}

export function isFor(upstream: Upstream, entry: StoredEntry, request: Fields): boolean {
  return selects(entry, request, upstream.visitors === 'origin-decides' ? 'any-language' : 'neutral-language')
}
