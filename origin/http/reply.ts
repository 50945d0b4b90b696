import { createHash } from 'node:crypto'

/** Seconds; together they are the whole promise of `Cache-Control` (RFC 9111, RFC 5861). */
export type Freshness = { maxAge: number; staleWhileRevalidate: number; staleIfError: number }

type Tag = 'catalogue' | 'retrieve' | 'trending' | 'rules' | 'artifacts' | 'suggest-delta'

/**
 * A shared JSON reply: the same for everyone, with explicit freshness, a strong ETag and its 304, and what kinds of
 * things it is made of, to purge by. Which items it shows stands in the reply itself: two hundred ids of any script are
 * more than a client need take as one header (16 KiB in Node).
 */
export function sharedJson(
  request: Request,
  body: unknown,
  { freshness, tags }: { freshness: Freshness; tags: readonly Tag[] },
): Response {
  const text = JSON.stringify(body)
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
  const headers = {
    'cache-control': cacheControl(freshness),
    'cache-tag': tags.join(','),
    etag,
  }
  if (matches(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers })
  return new Response(text, { headers: { ...headers, 'content-type': 'application/json; charset=utf-8' } })
}

function cacheControl({ maxAge, staleWhileRevalidate, staleIfError }: Freshness): string {
  return `public, max-age=${maxAge}, stale-while-revalidate=${staleWhileRevalidate}, stale-if-error=${staleIfError}`
}

/** RFC 9110 section 13.1.2: weak comparison against a list, or `*`. */
function matches(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false
  return ifNoneMatch.split(',').some((entry) => entry.trim() === '*' || entry.trim().replace(/^W\//, '') === etag)
}
