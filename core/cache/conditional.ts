/** Preconditions of a visitor's request, evaluated against what is stored (RFC 9111 section 4.3.2, RFC 9110 section 13). */
import { splitList } from './cache-control.ts'
import { headerOf, type StoredEntry } from './entry.ts'
import type { Fields } from './fields.ts'
import { parseHttpDate } from './http-date.ts'

/** Whether a 304 answers the request. If-None-Match, where present, decides alone. */
export function isNotModified(request: Fields, entry: StoredEntry, now: number): boolean {
  if (entry.status !== 200) return false
  const tags = request.get('if-none-match')
  if (tags !== null && tags !== undefined) return matchesAny(tags, headerOf(entry, 'etag'))
  const since = parseHttpDate(request.get('if-modified-since'), now)
  if (since === undefined) return false
  // Without Last-Modified the time the response was made, or arrived, stands in for it.
  const modified =
    parseHttpDate(headerOf(entry, 'last-modified'), now) ??
    parseHttpDate(headerOf(entry, 'date'), now) ??
    entry.receivedAt
  return modified <= since
}

/** The weak comparison of RFC 9110 section 8.8.3.2. */
function matchesAny(field: string, etag: string | undefined): boolean {
  if (field.trim() === '*') return true
  if (etag === undefined) return false
  const opaque = etag.replace(/^W\//, '')
  return splitList(field).some((tag) => tag.replace(/^W\//, '') === opaque)
}

/** The fields that make a request of ours conditional on what is held; none when nothing can be compared. */
export function validators(entry: StoredEntry): Record<string, string> {
  const etag = headerOf(entry, 'etag')
  const modified = headerOf(entry, 'last-modified')
  return {
    ...(etag === undefined ? {} : { 'if-none-match': etag }),
    ...(modified === undefined ? {} : { 'if-modified-since': modified }),
  }
}
