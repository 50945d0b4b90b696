/**
 * The request as the origin gets it. What is not part of the key must not be able to change a response that is stored
 * under it, so for a cacheable request only listed fields pass, and nothing lets a visitor say who or where it is.
 */
import { canonicalPath } from '#core/cache/key'
import type { OriginCall } from '../origin-client/origin-call.ts'
import type { Upstream } from './upstream.ts'

/** Fields that select or describe a representation and that origins name in Vary. */
const ALWAYS = ['accept', 'accept-language', 'content-type', 'user-agent']
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

export function identifiesVisitor(headers: Headers): boolean {
  return IDENTITY.some((name) => headers.has(name))
}

/** A request whose answer may be stored: GET, without the visitor's conditions, conditional on what is held. */
export function cacheableRequest(
  upstream: Upstream,
  from: { request: Request; path: string; validators: Record<string, string> },
): Outgoing {
  const headers = endToEnd(from.request.headers)
  for (const name of CONDITIONAL) headers.delete(name)
  if (upstream.visitors !== 'origin-decides') for (const name of IDENTITY) headers.delete(name)
  if (upstream.fields !== 'all') {
    const passed = new Set([...ALWAYS, ...upstream.fields, ...(upstream.visitors === 'origin-decides' ? IDENTITY : [])])
    const names = [...headers.keys()]
    for (const name of names) if (!passed.has(name)) headers.delete(name)
  }
  for (const [name, value] of Object.entries(from.validators)) headers.set(name, value)
  // One coding for everybody: the platform compresses towards the visitor.
  headers.set('accept-encoding', 'identity')
  return { path: from.path, method: 'GET', headers: Object.fromEntries(headers), repeatable: true }
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
