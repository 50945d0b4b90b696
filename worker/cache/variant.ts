/**
 * Several responses under one key. The key itself holds the newest response of any variant; each variant is also stored
 * under a key of its own, made of its family and its selecting values. Dropping the key's entry gives the next response
 * a new family, which makes every older variant unreachable without finding it.
 */
import type { StoredEntry } from '#core/cache/entry'
import type { Fields } from '#core/cache/fields'
import { selectingKey } from '#core/cache/vary'
import type { Tiers } from './tiers.ts'
import { isFor } from './upstream-selection.ts'
import type { Upstream } from './upstream.ts'

/** The key under which `request` finds its variant, as far as memory knows the variants of `key`. */
export function variantKey(deps: { tiers: Tiers; upstream: Upstream }, key: string, request: Fields): string {
  const newest = deps.tiers.peek(key)
  return newest === undefined || isFor(deps.upstream, newest, request) ? key : variantKeyOf(key, newest, request)
}

export function variantKeyOf(key: string, sibling: StoredEntry, request: Fields): string {
  return `${key}\n${sibling.family}\n${selectingKey(sibling.vary, request)}`
}

/** The key of the variant that `entry` is. */
export function ownVariantKey(key: string, entry: StoredEntry): string {
  return `${key}\n${entry.family}\n${entry.selecting}`
}
