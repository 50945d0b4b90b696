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

/**
 * What every answer from an entry carries, made once: a Headers object is copied far faster into a Response than a record
 * or a list of pairs is converted. Age and Cache-Status change once a second and are then written anew.
 */
type Prepared = { lines: Lines; headers: Headers; age: number | undefined; status: string }

const prepared = new WeakMap<StoredEntry, Prepared>()

function preparedFor(entry: StoredEntry): Prepared {
  const known = prepared.get(entry)
  if (known !== undefined) return known
  const lines: Lines = entry.headers.flatMap(([name, value]) =>
    OURS.includes(name) || name === 'age' || name === 'content-length' ? [] : [[name, value]],
  )
  const made = { lines, headers: new Headers(lines), age: undefined, status: '' }
  prepared.set(entry, made)
  return made
}

/** What an answer depends on of its request. `ranged`: a GET with Range, which no other method heeds (RFC 9110 14.2). */
export type Asked = { readonly method: string; readonly headers: Headers; readonly ranged: boolean }

type From = {
  status: CacheStatus
  /** Whether the entry was stored before this request: its age is then computed and not passed on. */
  stored: boolean
  now: number
}

export function answerWith(entry: StoredEntry, asked: Asked, from: From): Response {
  if (isNotModified(asked.headers, entry, from.now)) return notModified(new Headers(linesOf(entry, from)))
  const part = asked.ranged && entry.status === 200 ? partOf(entry, asked, linesOf(entry, from)) : undefined
  if (part !== undefined) return part
  return respond(asked, entry, from.stored ? storedHeaders(entry, from) : new Headers(linesOf(entry, from)))
}

function linesOf(entry: StoredEntry, from: From): Lines {
  const age = from.stored ? String(ageOf(entry, from.now)) : headerOf(entry, 'age')
  const lines: Lines = [...preparedFor(entry).lines, ['cache-status', serialiseCacheStatus(from.status)]]
  if (age !== undefined) lines.push(['age', age])
  return lines
}

/** Of a hit: what most requests are. */
function storedHeaders(entry: StoredEntry, { status, now }: From): Headers {
  const made = preparedFor(entry)
  const age = ageOf(entry, now)
  if (made.age !== age) {
    made.age = age
    made.headers.set('age', String(age))
  }
  const own = serialiseCacheStatus(status)
  if (made.status !== own) {
    made.status = own
    const before = headerOf(entry, 'cache-status')
    made.headers.set('cache-status', before === undefined ? own : `${before}, ${own}`)
  }
  return made.headers
}

function notModified(headers: Headers): Response {
  const kept = new Headers()
  for (const [name, value] of headers) if (OF_A_304.includes(name) || name === 'cache-status') kept.append(name, value)
  return new Response(null, { status: 304, headers: kept })
}

/** `undefined`: the request asks for the whole. */
function partOf(entry: StoredEntry, { method, headers }: Asked, lines: Lines): Response | undefined {
  if (!isRangeMeant(entry, headers.get('if-range'))) return undefined
  const length = entry.body.byteLength
  const range = resolveRange(headers.get('range'), length)
  switch (range.outcome) {
    case 'whole':
      return undefined
    case 'unsatisfiable':
      return unsatisfiable(lines, length)
    case 'part': {
      const { first, last } = range
      const part: Lines = [...lines, ['content-range', `bytes ${first}-${last}/${length}`]]
      return respond({ method }, { status: 206, body: entry.body.subarray(first, last + 1) }, new Headers(part))
    }
    default:
      return range satisfies never
  }
}

/** About this request alone: what the entry says of itself, such as how long it is fresh, is not said of the refusal. */
function unsatisfiable(lines: Lines, length: number): Response {
  const kept = lines.filter(([name]) => name === 'cache-status' || name === 'date' || name === 'vary')
  const own: Lines = [
    ['cache-control', 'no-store'],
    ['content-range', `bytes */${length}`],
  ]
  return new Response(null, { status: 416, headers: [...kept, ...own] })
}

/** If-Range: the range counts only if what the visitor holds is, byte for byte, what is stored (RFC 9110 13.1.5). */
function isRangeMeant(entry: StoredEntry, ifRange: string | null): boolean {
  if (ifRange === null) return true
  if (ifRange.startsWith('W/')) return false
  return ifRange === headerOf(entry, 'etag') || ifRange === headerOf(entry, 'last-modified')
}

type Content = { status: number; body: Uint8Array }

function respond({ method }: { method: string }, { status, body }: Content, headers: Headers): Response {
  if (NULL_BODY.has(status)) return new Response(null, { status, headers })
  if (method === 'HEAD') return headOf({ status, body }, headers)
  // 'manual': a coding that is still on the bytes was put there by the origin.
  return new Response(body, { status, headers, encodeBody: 'manual' })
}

/** Where there is a body, the runtime tells its length. */
function headOf({ status, body }: Content, of: Headers): Response {
  const headers = new Headers(of)
  headers.set('content-length', String(body.byteLength))
  return new Response(null, { status, headers })
}

/** A reply that goes to one visitor and into no store. */
export function passedOn(response: Response, status: CacheStatus): Response {
  if (response.status > 599) {
    return gatewayProblem({ status: 502, title: 'The origin answered with a status that HTTP does not have.' }, status)
  }
  const headers = new Headers(storedFields(response.headers))
  for (const name of OURS) headers.delete(name)
  headers.append('cache-status', serialiseCacheStatus(status))
  const { status: code, statusText, body } = response
  return new Response(NULL_BODY.has(code) ? null : body, { status: code, statusText, headers })
}

type GatewayProblem = { status: 400 | 502 | 503 | 504; title: string; retryAfterSeconds?: number }

/** What this cache says itself when it has nothing to pass on (RFC 9457). */
export function gatewayProblem({ status, title, retryAfterSeconds }: GatewayProblem, why: CacheStatus): Response {
  const headers = new Headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' })
  headers.set('cache-status', serialiseCacheStatus(why))
  if (retryAfterSeconds !== undefined) headers.set('retry-after', String(retryAfterSeconds))
  return new Response(JSON.stringify({ type: 'about:blank', title, status }), { status, headers })
}
