/** What a response may be purged by: Cloudflare's `Cache-Tag`, and the groups of RFC 9875. */
import type { Fields } from './fields.ts'
import { listOf } from './structured-fields.ts'

/**
 * What one response can cost every lookup, bounded as Cloudflare bounds `Cache-Tag`; RFC 9875 section 2.1 asks for at least
 * 32 groups of at least 32 characters.
 */
const MAX_TAGS = 1_000
const MAX_CHARACTERS = 16 * 1024
/** Of one tag, where it is given and where it is purged by. */
export const MAX_TAG_LENGTH = 1_024

/**
 * `undefined`: more than are kept. Such a response must not be stored, since a purge of what was cut off would miss it.
 * @param site at whose responses the groups mean something
 */
export function tagsOf(fields: Fields, site: string): string[] | undefined {
  const given = (fields.get('cache-tag') ?? '').split(',').map((tag) => tag.trim())
  const tags = new Set([...given.filter((tag) => tag !== ''), ...groupTags(fields.get('cache-groups'), site)])
  let characters = 0
  for (const tag of tags) {
    if (tag.length > MAX_TAG_LENGTH) return undefined
    characters += tag.length
  }
  return tags.size > MAX_TAGS || characters > MAX_CHARACTERS ? undefined : [...tags]
}

/**
 * The groups of a `Cache-Groups` or `Cache-Group-Invalidation` field as tags; none when it is not a List of Strings. A group
 * means something at its own site alone (RFC 9875 section 2), and no Cache-Tag is spelled like one: a field has no line end.
 */
export function groupTags(field: string | null | undefined, site: string): string[] {
  const groups = listOf(field ?? '').filter((value) => typeof value === 'string')
  return groups.filter((group) => group !== '').map((group) => `${site}\n${group}`)
}
