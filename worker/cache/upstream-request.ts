/**
 * The request as the origin gets it. What is not part of the key must not be able to change a response that is stored
 * under it, so for a cacheable request only listed fields pass, and nothing lets a visitor say who or where it is.
 */
import { canonicalPath } from '#core/cache/key'
import { normalisedField } from '#core/cache/vary'
import type { OriginCall } from '../origin-client/origin-call.ts'
import { CHOOSING, type Passed } from './upstream-selection.ts'
import type { Upstream } from './upstream.ts'

/** What an origin is sent in place of a visitor's own fields. */
const NEUTRAL = { accept: '*/*', 'user-agent': 'nearfield' }
/** Conditions of the visitor on what it holds: answered here, from the whole response. */
const CONDITIONAL = ['if-none-match', 'if-modified-since', 'if-match', 'if-unmodified-since', 'if-range', 'range']
/**
 * Fields by which a client can pretend to be a proxy, address another URL or use another method: known ways to poison a
 * shared response. They are never passed on.
 */
const FORGED = /^(?:x-forwarded-.*|forwarded|x-original-.*|x-rewrite-.*|x-host|x-http-.*|x-method-.*|x-real-ip|via)$/
const HOP_BY_HOP = /^(?:connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|host)$/
const IDENTITY = ['cookie', 'authorization']
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])

type Outgoing = Pick<OriginCall<unknown>, 'path' | 'method' | 'headers' | 'body' | 'repeatable'>
export type Target = { outcome: 'target'; key: string; path: string } | { outcome: 'ambiguous' }

/** Where the request goes and what its answer is stored under: the same path and query, so no other can be stored. */
export function targetOf(upstream: Upstream, requestUrl: string): Target {
  const target = (path: string): Target => ({ outcome: 'target', key: `${upstream.name}${path}`, path })
  // The platform's request URL is normalised already: what follows the authority is the path and the query.
  if (upstream.params === 'all') {
    const fragment = requestUrl.indexOf('#')
    return target(requestUrl.slice(requestUrl.indexOf('/', 'https://'.length), fragment === -1 ? undefined : fragment))
  }
  const { pathname, searchParams } = new URL(requestUrl)
  const canonical = canonicalPath(pathname, searchParams, upstream.params)
  return canonical.outcome === 'canonical' ? target(canonical.path) : { outcome: 'ambiguous' }
}

/** `undefined`: nothing is stored for this address. */
export function keyAt(upstream: Upstream, url: string): string | undefined {
  const target = targetOf(upstream, url)
  return target.outcome === 'target' ? target.key : undefined
}

export function identifiesVisitor(headers: Headers): boolean {
  return IDENTITY.some((name) => headers.has(name))
}

/** Whether a 304 can be the answer. */
export function isConditional(headers: Headers): boolean {
  return headers.has('if-none-match') || headers.has('if-modified-since')
}

/** A request whose answer may be stored: GET, without the visitor's conditions, conditional on what is held. */
export function cacheableRequest(
  upstream: Upstream,
  from: { request: Request; path: string; passed: Passed; validators: Record<string, string> },
): Outgoing {
  const sendable = endToEnd(from.request.headers)
  for (const name of CONDITIONAL) sendable.delete(name)
  const headers = from.passed === 'trusted' ? trusted(upstream, sendable) : selecting(sendable, from.passed)
  for (const [name, value] of Object.entries(from.validators)) headers.set(name, value)
  // One coding for everybody: the platform compresses towards the visitor.
  headers.set('accept-encoding', 'identity')
  return { path: from.path, method: 'GET', headers: Object.fromEntries(headers), repeatable: true }
}

function trusted(upstream: Upstream, sendable: Headers): Headers {
  if (upstream.fields === 'all') return sendable
  const passed = new Set([...CHOOSING, ...IDENTITY, ...upstream.fields])
  return new Headers([...sendable].filter(([name]) => passed.has(name)))
}

/** In the spelling that the key has: two requests of one key are one request to the origin. */
function selecting(sendable: Headers, passed: readonly string[]): Headers {
  const headers = new Headers(NEUTRAL)
  for (const name of passed) {
    const value = IDENTITY.includes(name) ? undefined : normalisedField(name, sendable.get(name))
    if (value !== undefined) headers.set(name, value)
  }
  return headers
}

/** A request that is passed on for its own sender: everything but what no client may say. */
export function forwardedRequest(upstream: Upstream, request: Request, path: string): Outgoing {
  const { method, body } = request
  const headers = endToEnd(request.headers)
  if (upstream.visitors === 'strip' && (method === 'GET' || method === 'HEAD')) {
    for (const name of IDENTITY) headers.delete(name)
  }
  const repeatable = SAFE.has(method) && body === null
  return { path, method, headers: Object.fromEntries(headers), body, repeatable }
}

function endToEnd(headers: Headers): Headers {
  const kept = new Headers()
  for (const [name, value] of headers) if (!FORGED.test(name) && !HOP_BY_HOP.test(name)) kept.append(name, value)
  return kept
}
