import type { OriginCaller } from '../origin-client/origin-call.ts'

/** An HTTP origin that the cache fronts: any site or API, at one address or several. */
export type Upstream = {
  /** Part of every key: two upstreams never share an entry. */
  readonly name: string
  readonly origins: OriginCaller
  /** Whose groups of responses (RFC 9875) these are: paths of one origin share them, other origins cannot purge them. */
  readonly site: string
  /**
   * What to do with a request that identifies a visitor (Cookie, Authorization), and with Set-Cookie.
   * bypass: pass it on, past the cache. strip: take the identity away, and answer it like anybody's.
   * origin-decides: RFC 9111 to the letter; the origin's Cache-Control and Vary are trusted to be right about it.
   */
  readonly visitors: 'bypass' | 'strip' | 'origin-decides'
  /** Query parameters that reach the origin, and so the key, in canonical form. 'all': the query as it was sent. */
  readonly params: readonly string[] | 'all'
  /** Request fields that reach the origin with a cacheable request, and tell its answers apart: see upstream-selection.ts. */
  readonly fields: readonly string[] | 'all'
  /** A larger body is passed through and not stored. */
  readonly maxBodyBytes: number
}
