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

/** `undefined`: more than are kept. Such a response must not be stored, since a purge of what was cut off would miss it. */
export function tagsOf(fields: Fields): string[] | undefined {
  const given = (fields.get('cache-tag') ?? '').split(',').map((tag) => tag.trim())
  const tags = new Set([...given, ...groupsOf(fields.get('cache-groups'))].filter((tag) => tag !== ''))
  let characters = 0
  for (const tag of tags) {
    if (tag.length > MAX_TAG_LENGTH) return undefined
    characters += tag.length
  }
  return tags.size > MAX_TAGS || characters > MAX_CHARACTERS ? undefined : [...tags]
}

/** The Strings of a `Cache-Groups` or `Cache-Group-Invalidation` field; none when it is not a List. */
export function groupsOf(field: string | null | undefined): string[] {
  return listOf(field ?? '').filter((value) => typeof value === 'string')
}
