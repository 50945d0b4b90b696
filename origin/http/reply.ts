import { createHash } from 'node:crypto'

/** Seconds; together they are the whole promise of `Cache-Control` (RFC 9111, RFC 5861). */
export type Freshness = { maxAge: number; staleWhileRevalidate: number; staleIfError: number }

/** Most tags of one reply: a header of 200 ids stays under 8 KB. */
const MAX_TAGS = 100

/**
 * A shared JSON reply: the same for everyone, with explicit freshness, a strong ETag and its 304, and tags to purge by.
 * Tags are percent-encoded, because ids may be of any script and headers may not.
 */
export function sharedJson(
  request: Request,
  body: unknown,
  { freshness, tags }: { freshness: Freshness; tags: readonly string[] },
): Response {
  const text = JSON.stringify(body)
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
  const headers = {
    'cache-control': cacheControl(freshness),
    'cache-tag': tags.slice(0, MAX_TAGS).map(encodeTag).join(','),
    etag,
  }
  if (matches(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers })
  return new Response(text, { headers: { ...headers, 'content-type': 'application/json; charset=utf-8' } })
}

export const itemTags = (hits: readonly { item: { id: string } }[]): string[] =>
  hits.map(({ item }) => `item:${item.id}`)

const encodeTag = (tag: string): string =>
  tag.toWellFormed().replace(/[^\w:.-]+/g, (characters) => encodeURIComponent(characters))

function cacheControl({ maxAge, staleWhileRevalidate, staleIfError }: Freshness): string {
  return `public, max-age=${maxAge}, stale-while-revalidate=${staleWhileRevalidate}, stale-if-error=${staleIfError}`
}

/** RFC 9110 section 13.1.2: weak comparison against a list, or `*`. */
function matches(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false
  return ifNoneMatch.split(',').some((entry) => entry.trim() === '*' || entry.trim().replace(/^W\//, '') === etag)
}
