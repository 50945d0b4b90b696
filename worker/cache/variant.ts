/**
 * Several responses under one key. The key itself holds the newest response of any variant; each variant is also stored
 * under a key of its own, made of its family and its selecting values. Dropping the key's entry gives the next response
 * a new family, which makes every older variant unreachable without finding it.
 */
import type { StoredEntry } from '#core/cache/entry'
import type { Fields } from '#core/cache/fields'
import { selectingKey, selects } from '#core/cache/vary'
import type { Tiers } from './tiers.ts'

/** The key under which `request` finds its variant, as far as memory knows the variants of `key`. */
export function variantKey(tiers: Tiers, key: string, request: Fields): string {
  const newest = tiers.peek(key)
  return newest === undefined || selects(newest, request) ? key : variantKeyOf(key, newest, request)
}

export function variantKeyOf(key: string, sibling: StoredEntry, request: Fields): string {
  return `${key}\n${sibling.family}\n${selectingKey(sibling.vary, request)}`
}
