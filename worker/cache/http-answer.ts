/** From a stored response to the answer of one request: 304, a range, the headers alone, or the whole. */
import { serialiseCacheStatus, type CacheStatus } from '#core/cache/cache-status'
import { isNotModified } from '#core/cache/conditional'
import { ageOf, headerOf, type StoredEntry } from '#core/cache/entry'
import { resolveRange } from '#core/cache/range'
import { storedFields } from '#core/cache/stored-fields'

/** For this cache alone: neither says anything to whoever comes after. */
const OURS = ['cache-tag', 'cloudflare-cdn-cache-control']
/** RFC 9110 section 15.4.5, and what tells where the answer came from. */
const OF_A_304 = ['cache-control', 'content-location', 'date', 'etag', 'expires', 'vary', 'last-modified', 'age']
const NULL_BODY = new Set([101, 204, 205, 304])

type Lines = [name: string, value: string][]

/** The lines of an entry that every answer from it carries: filtered once, since a hit should cost next to nothing. */
const common = new WeakMap<StoredEntry, Lines>()

function commonLines(entry: StoredEntry): Lines {
  const known = common.get(entry)
  if (known !== undefined) return known
  const lines: Lines = entry.headers.flatMap(([name, value]) =>
    OURS.includes(name) || name === 'age' || name === 'content-length' ? [] : [[name, value]],
  )
  common.set(entry, lines)
  return lines
}

/** @param from.stored whether the entry was stored before this request: its age is then computed and not passed on. */
export function answerWith(
  entry: StoredEntry,
  from: { request: Request; status: CacheStatus; stored: boolean; now: number },
): Response {
  const { request, now } = from
  const age = from.stored ? String(ageOf(entry, now)) : headerOf(entry, 'age')
  const lines: Lines = [...commonLines(entry), ['cache-status', serialiseCacheStatus(from.status)]]
  if (age !== undefined) lines.push(['age', age])
  if (isNotModified(request.headers, entry, now)) return notModified(new Headers(lines))
  const part = entry.status === 200 ? partOf(entry, request, lines) : undefined
  return part ?? answer(request, entry.body, { status: entry.status, lines })
}

function notModified(headers: Headers): Response {
  const kept = new Headers()
  for (const [name, value] of headers) if (OF_A_304.includes(name) || name === 'cache-status') kept.append(name, value)
  return new Response(null, { status: 304, headers: kept })
}

/** `undefined`: the request asks for the whole. */
function partOf(entry: StoredEntry, request: Request, lines: Lines): Response | undefined {
  if (!request.headers.has('range') || !isRangeMeant(entry, request.headers.get('if-range'))) return undefined
  const length = entry.body.byteLength
  const range = resolveRange(request.headers.get('range'), length)
  switch (range.outcome) {
    case 'whole':
      return undefined
    case 'unsatisfiable':
      return new Response(null, { status: 416, headers: headersOf([...lines, ['content-range', `bytes */${length}`]]) })
    case 'part': {
      const { first, last } = range
      const part: Lines = [...lines, ['content-range', `bytes ${first}-${last}/${length}`]]
      return answer(request, entry.body.subarray(first, last + 1), { status: 206, lines: part })
    }
    default:
      return range satisfies never
  }
}

/** If-Range: the range counts only if what the visitor holds is, byte for byte, what is stored (RFC 9110 13.1.5). */
function isRangeMeant(entry: StoredEntry, ifRange: string | null): boolean {
  if (ifRange === null) return true
  if (ifRange.startsWith('W/')) return false
  return ifRange === headerOf(entry, 'etag') || ifRange === headerOf(entry, 'last-modified')
}

function answer(request: Request, body: Uint8Array, init: { status: number; lines: Lines }): Response {
  const { status, lines } = init
  if (NULL_BODY.has(status)) return new Response(null, { status, headers: headersOf(lines) })
  const headers = headersOf([...lines, ['content-length', String(body.byteLength)]])
  // 'manual': a coding that is still on the bytes was put there by the origin.
  return new Response(request.method === 'HEAD' ? null : body, { status, headers, encodeBody: 'manual' })
}

/** A record is converted far faster than a list of pairs. A name that occurs twice needs the list. */
function headersOf(lines: Lines): Record<string, string> | Lines {
  const record = Object.fromEntries(lines)
  return Object.keys(record).length === lines.length ? record : lines
}

/** A reply that goes to one visitor and into no store. */
export function passedOn(response: Response, status: CacheStatus): Response {
  if (response.status > 599) return gatewayProblem(502, 'The origin answered with a status that HTTP does not have.')
  const headers = new Headers(storedFields(response.headers))
  for (const name of OURS) headers.delete(name)
  headers.append('cache-status', serialiseCacheStatus(status))
  const { status: code, statusText, body } = response
  return new Response(NULL_BODY.has(code) ? null : body, { status: code, statusText, headers })
}

/** What this cache says itself when it has nothing to pass on (RFC 9457). */
export function gatewayProblem(status: 400 | 502 | 504, title: string, retryAfterSeconds?: number): Response {
  const headers = new Headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' })
  if (retryAfterSeconds !== undefined) headers.set('retry-after', String(retryAfterSeconds))
  return new Response(JSON.stringify({ type: 'about:blank', title, status }), { status, headers })
}
