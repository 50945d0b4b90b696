/** What a response may be purged by: Cloudflare's `Cache-Tag`, and the groups of RFC 9875. */
import type { Fields } from './fields.ts'
import { listOf } from './structured-fields.ts'

/** Bounds what one response can cost every lookup; RFC 9875 section 2.1 asks for at least 32 of at least 32 characters. */
const MAX_TAGS = 64
const MAX_TAG_LENGTH = 256

export function tagsOf(fields: Fields): string[] {
  const tags = (fields.get('cache-tag') ?? '').split(',').map((tag) => tag.trim())
  const all = [...tags, ...groupsOf(fields.get('cache-groups'))].filter((tag) => tag !== '')
  return [...new Set(all)].filter((tag) => tag.length <= MAX_TAG_LENGTH).slice(0, MAX_TAGS)
}

/** The Strings of a `Cache-Groups` or `Cache-Group-Invalidation` field; none when it is not a List. */
export function groupsOf(field: string | null | undefined): string[] {
  return listOf(field ?? '').filter((value) => typeof value === 'string')
}
