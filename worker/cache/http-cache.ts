/**
 * The cache in front of any HTTP origin (RFC 9111, as a shared cache). It decides nothing about freshness itself: requests
 * are classified, responses judged and stored ones decided about in core/cache; the waiting, refreshing and falling back
 * is the same swr.ts that the API's own shared parts use.
 */
import type { CacheStatus } from '#core/cache/cache-status'
import type { LoadFailure } from '#core/cache/event'
import { requestLimits, type RequestLimits } from '#core/cache/decide'
import { freshnessOf } from '#core/cache/freshness'
import { classifyRequest } from '#core/cache/request-class'
import { createExpiringMap } from './expiring-map.ts'
import { answerWith, gatewayProblem, passedOn, type Asked } from './http-answer.ts'
import type { HttpDeps, HttpLoadDeps } from './http-job.ts'
import { findHttp, loadHttp } from './http-load.ts'
import { invalidateFor } from './invalidate.ts'
import { storePost } from './store-post.ts'
import { createSwr, type Looked, type Lookup, type Swr } from './swr.ts'
import { forwardedRequest, identifiesVisitor, isConditional, targetOf } from './upstream-request.ts'
import { isFor } from './upstream-selection.ts'
import { variantKey } from './variant.ts'

type Forwarded = Extract<CacheStatus, { hit: false }>
type Context = Lookup['context']
/** A hit in memory is answered without a promise. */
export type HttpCache = { handle(request: Request, context: Context): Response | Promise<Response> }

type Reason = 'request' | 'stale' | 'vary-miss' | 'uri-miss'
type Parts = HttpLoadDeps & { swr: Swr }
/** What is read of a request is read once: every look is a call into the runtime, and a hit is little more than those. */
type Visit = Asked & { request: Request; target: { key: string; path: string }; context: Context }

/** The origin was not to be asked. */
const NOT_ASKED: CacheStatus = { hit: false, fwd: undefined }
const STORED_ONLY: RequestLimits = {
  maxAge: undefined,
  minFresh: 0,
  maxStale: 0,
  noCache: false,
  onlyIfCached: true,
  noStore: false,
}

export function createHttpCache(deps: HttpDeps): HttpCache {
  const parts: Parts = { ...deps, swr: createSwr(deps), learned: createExpiringMap(deps.now) }
  return {
    handle(request, context) {
      const target = targetOf(deps.upstream, request.url)
      if (target.outcome === 'ambiguous')
        return gatewayProblem({ status: 400, title: 'A query parameter is given twice.' }, NOT_ASKED)
      const { method, headers } = request
      const sort = classifyRequest(method, headers)
      const visit: Visit = {
        request,
        method,
        headers,
        ranged: method === 'GET' && headers.has('range'),
        target,
        context,
      }
      switch (sort.kind) {
        case 'unsafe':
          return change(parts, visit)
        case 'forward':
          return forward(parts, visit, { hit: false, fwd: sort.fwd })
        case 'cacheable':
          return deps.upstream.visitors === 'bypass' && identifiesVisitor(headers)
            ? forward(parts, visit, { hit: false, fwd: 'bypass' })
            : read(parts, visit)
        default:
          return sort satisfies never
      }
    },
  }
}

async function change(parts: Parts, visit: Visit): Promise<Response> {
  const { request, target } = visit
  const requestedAt = parts.now()
  const response = await forward(parts, visit, { hit: false, fwd: 'method' })
  await invalidateFor(parts, { request, response, target })
  return storePost(parts, { request, response, target, requestedAt })
}

function read(parts: Parts, visit: Visit): Response | Promise<Response> {
  const first = tryRead(parts, visit)
  if (first instanceof Promise) return first.then((answer) => answer ?? readAgain(parts, visit))
  return first ?? readAgain(parts, visit)
}

/** Elsewhere a visitor's no-cache is not heeded: it would let anybody make the origin work. */
const limitsOf = (parts: Parts, { headers }: Visit): RequestLimits | undefined =>
  parts.upstream.visitors === 'origin-decides' ? requestLimits(headers) : undefined

/**
 * A HEAD or a range is answered from what is stored, or passed on: neither is worth loading the whole for. Nor is
 * anything loaded for a request that must not be stored.
 */
const isForStored = ({ ranged, method }: Visit, limits: RequestLimits | undefined): boolean =>
  ranged || method === 'HEAD' || limits?.noStore === true

/** A joined load may turn out to have fetched another variant than this request's. */
async function readAgain(parts: Parts, visit: Visit): Promise<Response> {
  const again = isForStored(visit, limitsOf(parts, visit)) ? undefined : await tryRead(parts, visit)
  return again ?? forward(parts, visit, { hit: false, fwd: reasonToForward(parts, visit) })
}

/** `undefined`: what was found is not for this request, or for no two requests. */
function tryRead(parts: Parts, visit: Visit): Response | undefined | Promise<Response | undefined> {
  const { request, headers, target, context } = visit
  const limits = limitsOf(parts, visit)
  const storedOnly = isForStored(visit, limits)
  const variant = variantKey(parts, target.key, headers)
  let own: Response | undefined
  const before = { isFresh: limits !== undefined && isFreshNow(parts, variant), hasSibling: variant !== target.key }
  const hand = (response: Response): void => void (own = response)
  const job = { request, ...target, variant, hand, meet: () => void (before.hasSibling = true) }
  const looking = parts.swr.look({
    key: variant,
    limits: storedOnly ? { ...STORED_ONLY, ...limits, onlyIfCached: true } : limits,
    find: () => findHttp(parts, job, context),
    load: (older, purpose) => loadHttp(parts, job, { older, purpose }),
    context,
  })
  const land = (looked: Looked): Response | undefined =>
    answerOf(parts, visit, { looked, own, before, onlyIfCached: limits?.onlyIfCached === true })
  return looking instanceof Promise ? looking.then(land) : land(looking)
}

/** `undefined`: what was found is not for this request. */
function answerOf(
  parts: Parts,
  asked: Asked,
  result: { looked: Looked; own: Response | undefined; before: Before; onlyIfCached: boolean },
): Response | undefined {
  const { looked, own, before } = result
  const now = parts.now()
  switch (looked.outcome) {
    case 'hit': {
      if (!isFor(parts.upstream, looked.entry, asked.headers)) return undefined
      return answerWith(looked.entry, asked, { status: { hit: true, ttl: looked.ttl }, stored: true, now })
    }
    case 'fetched': {
      const { entry, originStatus, stored } = looked.loaded
      if (!isFor(parts.upstream, entry, asked.headers)) return undefined
      const fwd = reasonOf(looked, before)
      const status: CacheStatus = { hit: false, fwd, fwdStatus: originStatus, stored, collapsed: looked.collapsed }
      return answerWith(entry, asked, { status, stored: false, now })
    }
    case 'unshared':
      return own && passedOn(own, { hit: false, fwd: reasonOf(looked, before), fwdStatus: own.status })
    case 'not-cached':
      return result.onlyIfCached
        ? gatewayProblem({ status: 504, title: 'Nothing stored answers this request.' }, NOT_ASKED)
        : undefined
    case 'unavailable':
      return unreached(looked, { hit: false, fwd: reasonOf(looked, before) })
    default:
      return looked satisfies never
  }
}

/** What was known of the stored responses before the look, for the reason that Cache-Status gives (RFC 9211 2.2). */
type Before = { readonly isFresh: boolean; hasSibling: boolean }

function reasonOf({ wasHeld }: { wasHeld: boolean }, { isFresh, hasSibling }: Before): Reason {
  if (wasHeld) return isFresh ? 'request' : 'stale'
  return hasSibling ? 'vary-miss' : 'uri-miss'
}

/** The same for what is passed on, of which no look tells whether something was held. */
function reasonToForward(parts: Parts, { target, headers }: Visit): Reason {
  const variant = variantKey(parts, target.key, headers)
  const wasHeld = parts.tiers.peek(variant) !== undefined
  return reasonOf({ wasHeld }, { isFresh: isFreshNow(parts, variant), hasSibling: variant !== target.key })
}

function isFreshNow({ tiers, now }: Parts, key: string): boolean {
  const entry = tiers.peek(key)
  return entry !== undefined && freshnessOf(entry.deadlines, now()) === 'fresh'
}

async function forward(parts: Parts, visit: Visit, status: Forwarded): Promise<Response> {
  const { request, target, context } = visit
  const calling = parts.upstream.origins.call({
    ...forwardedRequest(parts.upstream, request, target.path),
    purpose: 'visitor',
    receive: (response) => Promise.resolve(response),
  })
  // A visitor who hangs up must not take along what the call holds: its place, and its word on the origin's health.
  context.waitUntil(calling)
  const called = await calling
  if (called.outcome !== 'replied') {
    const cause = called.outcome === 'failed' ? called.cause : undefined
    parts.onEvent({ type: 'load-failed', key: target.key, reason: called.outcome, cause })
    return unreached({ reason: called.outcome, retryAfterSeconds: 1 }, status)
  }
  const replied = { ...status, fwdStatus: called.status }
  if (called.status !== 304 || isConditional(request.headers)) return passedOn(called.value, replied)
  await called.value.body?.cancel()
  return unreached({ reason: 'bad-reply', retryAfterSeconds: 1 }, replied)
}

function unreached(
  { reason, retryAfterSeconds }: { reason: LoadFailure; retryAfterSeconds: number },
  why: CacheStatus,
): Response {
  switch (reason) {
    case 'timeout':
      return gatewayProblem({ status: 504, title: 'The origin did not answer in time.', retryAfterSeconds }, why)
    case 'crowded':
      return gatewayProblem({ status: 503, title: 'Too much is asked of the origin now.', retryAfterSeconds }, why)
    case 'failed':
      return gatewayProblem({ status: 502, title: 'The origin could not be reached.', retryAfterSeconds }, why)
    case 'error-status':
    case 'bad-reply':
      return gatewayProblem({ status: 502, title: 'The origin answered nothing of use.', retryAfterSeconds }, why)
    default:
      return reason satisfies never
  }
}
