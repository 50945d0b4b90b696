/**
 * The cache in front of any HTTP origin (RFC 9111, as a shared cache). It decides nothing about freshness itself: requests
 * are classified, responses judged and stored ones decided about in core/cache; the waiting, refreshing and falling back
 * is the same swr.ts that the API's own shared parts use.
 */
import type { CacheStatus } from '#core/cache/cache-status'
import type { LoadFailure } from '#core/cache/event'
import { requestLimits, type RequestLimits } from '#core/cache/decide'
import { classifyRequest } from '#core/cache/request-class'
import { createExpiringMap } from './expiring-map.ts'
import { answerWith, gatewayProblem, passedOn, type Asked } from './http-answer.ts'
import type { HttpDeps, HttpLoadDeps } from './http-job.ts'
import { findHttp, loadHttp } from './http-load.ts'
import { invalidateFor } from './invalidate.ts'
import { storePost } from './store-post.ts'
import { createSwr, type Looked, type Lookup, type Swr } from './swr.ts'
import { forwardedRequest, identifiesVisitor, targetOf } from './upstream-request.ts'
import { isFor } from './upstream-selection.ts'
import { variantKey } from './variant.ts'

type Context = Lookup['context']
/** A hit in memory is answered without a promise. */
export type HttpCache = { handle(request: Request, context: Context): Response | Promise<Response> }

type Parts = HttpLoadDeps & { swr: Swr }
/** What is read of a request is read once: every look is a call into the runtime, and a hit is little more than those. */
type Visit = Asked & { request: Request; target: { key: string; path: string }; context: Context }

const STORED_ONLY: RequestLimits = { maxAge: undefined, minFresh: 0, maxStale: 0, noCache: false, onlyIfCached: true }

export function createHttpCache(deps: HttpDeps): HttpCache {
  const parts: Parts = { ...deps, swr: createSwr(deps), learned: createExpiringMap(deps.now) }
  return {
    handle(request, context) {
      const target = targetOf(deps.upstream, request.url)
      if (target.outcome === 'ambiguous') return gatewayProblem(400, 'A query parameter is given twice.')
      const { method, headers } = request
      const sort = classifyRequest(method, headers)
      const visit: Visit = { request, method, headers, ranged: headers.has('range'), target, context }
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

/** A joined load may turn out to have fetched another variant than this request's. */
async function readAgain(parts: Parts, visit: Visit): Promise<Response> {
  return (await tryRead(parts, visit)) ?? forward(parts, visit, { hit: false, fwd: 'uri-miss' })
}

/** `undefined`: what was found is not for this request, or for no two requests. */
function tryRead(parts: Parts, visit: Visit): Response | undefined | Promise<Response | undefined> {
  const { request, method, headers, ranged, target, context } = visit
  // Elsewhere a visitor's no-cache is not heeded: it would let anybody make the origin work.
  const limits = parts.upstream.visitors === 'origin-decides' ? requestLimits(headers) : undefined
  // A HEAD or a range is answered from what is stored, or passed on: neither is worth loading the whole for.
  const storedOnly = ranged || method === 'HEAD'
  const variant = variantKey(parts, target.key, headers)
  let own: Response | undefined
  const job = { request, ...target, variant, hand: (response: Response) => void (own = response) }
  const looking = parts.swr.look({
    key: variant,
    limits: storedOnly ? { ...STORED_ONLY, ...limits, onlyIfCached: true } : limits,
    find: () => findHttp(parts, job),
    load: (older, purpose) => loadHttp(parts, job, { older, purpose }),
    context,
  })
  const land = (looked: Looked): Response | undefined =>
    answerOf(parts, visit, { looked, own, onlyIfCached: limits?.onlyIfCached === true })
  return looking instanceof Promise ? looking.then(land) : land(looking)
}

/** `undefined`: what was found is not for this request. */
function answerOf(
  parts: Parts,
  asked: Asked,
  result: { looked: Looked; own: Response | undefined; onlyIfCached: boolean },
): Response | undefined {
  const { looked, own } = result
  const now = parts.now()
  switch (looked.outcome) {
    case 'hit': {
      if (!isFor(parts.upstream, looked.entry, asked.headers)) return undefined
      return answerWith(looked.entry, asked, { status: { hit: true, ttl: looked.ttl }, stored: true, now })
    }
    case 'fetched': {
      const { entry, originStatus, stored } = looked.loaded
      if (!isFor(parts.upstream, entry, asked.headers)) return undefined
      const fwd = looked.wasHeld ? 'stale' : 'uri-miss'
      const status: CacheStatus = { hit: false, fwd, fwdStatus: originStatus, stored, collapsed: looked.collapsed }
      return answerWith(entry, asked, { status, stored: false, now })
    }
    case 'unshared': {
      const fwd = looked.wasHeld ? 'stale' : 'uri-miss'
      return own === undefined ? undefined : passedOn(own, { hit: false, fwd, fwdStatus: own.status })
    }
    case 'not-cached':
      return result.onlyIfCached ? gatewayProblem(504, 'Nothing stored answers this request.') : undefined
    case 'unavailable':
      return unreached(looked.reason, looked.retryAfterSeconds)
    default:
      return looked satisfies never
  }
}

async function forward(parts: Parts, visit: Visit, status: CacheStatus): Promise<Response> {
  const { request, target, context } = visit
  const calling = parts.upstream.origins.call({
    ...forwardedRequest(parts.upstream, request, target.path),
    purpose: 'visitor',
    receive: (response) => Promise.resolve(response),
  })
  // A visitor who hangs up must not take along what the call holds: its place, and its word on the origin's health.
  context.waitUntil(calling)
  const called = await calling
  if (called.outcome === 'replied') {
    return passedOn(called.value, status.hit ? status : { ...status, fwdStatus: called.status })
  }
  const reason = called.outcome === 'timeout' ? 'timeout' : 'failed'
  const cause = called.outcome === 'failed' ? called.cause : called.outcome
  parts.onEvent({ type: 'load-failed', key: target.key, reason, cause })
  return unreached(reason, 1)
}

function unreached(reason: LoadFailure, retryAfterSeconds: number): Response {
  return reason === 'timeout'
    ? gatewayProblem(504, 'The origin did not answer in time.', retryAfterSeconds)
    : gatewayProblem(502, 'The origin could not be reached.', retryAfterSeconds)
}
