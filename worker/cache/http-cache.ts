/**
 * The cache in front of any HTTP origin (RFC 9111, as a shared cache). It decides nothing about freshness itself: requests
 * are classified, responses judged and stored ones decided about in core/cache; the waiting, refreshing and falling back
 * is the same swr.ts that the API's own shared parts use.
 */
import type { CacheStatus } from '#core/cache/cache-status'
import type { LoadFailure } from '#core/cache/event'
import { requestLimits, type RequestLimits } from '#core/cache/decide'
import { classifyRequest } from '#core/cache/request-class'
import { selects } from '#core/cache/vary'
import { createExpiringMap, type ExpiringMap } from './expiring-map.ts'
import { answerWith, gatewayProblem, passedOn } from './http-answer.ts'
import type { HttpDeps } from './http-job.ts'
import { findHttp, loadHttp } from './http-load.ts'
import { invalidateFor } from './invalidate.ts'
import { storePost } from './store-post.ts'
import { createSwr, type Looked, type Lookup, type Swr } from './swr.ts'
import { forwardedRequest, identifiesVisitor, targetOf } from './upstream-request.ts'
import { variantKey } from './variant.ts'

type Context = Lookup['context']
export type HttpCache = { handle(request: Request, context: Context): Promise<Response> }

type Parts = HttpDeps & { swr: Swr; unshared: ExpiringMap<true> }
type Visit = { request: Request; target: { key: string; path: string }; context: Context }

/** How long requests for a reply that could not be shared do not wait for each other ("hit-for-pass"). */
const UNSHARED_MS = 10_000
const STORED_ONLY: RequestLimits = { maxAge: undefined, minFresh: 0, maxStale: 0, noCache: false, onlyIfCached: true }

export function createHttpCache(deps: HttpDeps): HttpCache {
  const parts: Parts = { ...deps, swr: createSwr(deps), unshared: createExpiringMap(deps.now) }
  return {
    async handle(request, context) {
      const target = targetOf(deps.upstream, request.url)
      if (target.outcome === 'ambiguous') return gatewayProblem(400, 'A query parameter is given twice.')
      const visit: Visit = { request, target, context }
      const sort = classifyRequest(request.method, request.headers)
      switch (sort.kind) {
        case 'unsafe': {
          const requestedAt = deps.now()
          const response = await forward(parts, visit, { hit: false, fwd: 'method' })
          await invalidateFor(deps, { request, response, target })
          return storePost(deps, { request, response, target, requestedAt })
        }
        case 'forward':
          return forward(parts, visit, { hit: false, fwd: sort.fwd })
        case 'cacheable':
          return deps.upstream.visitors === 'bypass' && identifiesVisitor(request.headers)
            ? forward(parts, visit, { hit: false, fwd: 'bypass' })
            : read(parts, visit)
        default:
          return sort satisfies never
      }
    },
  }
}

async function read(parts: Parts, visit: Visit): Promise<Response> {
  const { request, target, context } = visit
  // Elsewhere a visitor's no-cache is not heeded: it would let anybody make the origin work.
  const limits = parts.upstream.visitors === 'origin-decides' ? requestLimits(request.headers) : undefined
  // A HEAD or a range is answered from what is stored, or passed on: neither is worth loading the whole for.
  const storedOnly = request.method === 'HEAD' || request.headers.has('range')
  // Twice: a joined load may turn out to have fetched another variant than this request's.
  for (let attempt = 0; attempt < 2; attempt++) {
    const variant = variantKey(parts.tiers, target.key, request.headers)
    if (!storedOnly && parts.unshared.get(variant) !== undefined) break
    let own: Response | undefined
    const job = { request, ...target, variant, hand: (response: Response) => void (own = response) }
    const looked = await parts.swr.look({
      key: variant,
      limits: storedOnly ? { ...STORED_ONLY, ...limits, onlyIfCached: true } : limits,
      find: () => findHttp(parts, job),
      load: (older, purpose) => loadHttp(parts, job, { older, purpose }),
      context,
    })
    if (looked.outcome === 'unshared' && looked.role === 'joined') parts.unshared.set(variant, true, UNSHARED_MS)
    const answer = answerOf(parts, visit, { looked, own, onlyIfCached: limits?.onlyIfCached === true })
    if (answer !== undefined) return answer
  }
  return forward(parts, visit, { hit: false, fwd: 'uri-miss' })
}

/** `undefined`: what was found is not for this request. */
function answerOf(
  parts: Parts,
  { request }: Visit,
  result: { looked: Looked; own: Response | undefined; onlyIfCached: boolean },
): Response | undefined {
  const { looked, own } = result
  const now = parts.now()
  switch (looked.outcome) {
    case 'hit': {
      if (!selects(looked.entry, request.headers)) return undefined
      return answerWith(looked.entry, { request, status: { hit: true, ttl: looked.ttl }, stored: true, now })
    }
    case 'fetched': {
      const { entry, originStatus, stored } = looked.loaded
      if (!selects(entry, request.headers)) return undefined
      const fwd = looked.wasHeld ? 'stale' : 'uri-miss'
      const status: CacheStatus = { hit: false, fwd, fwdStatus: originStatus, stored, collapsed: looked.collapsed }
      return answerWith(entry, { request, status, stored: false, now })
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
  const cause = called.outcome === 'failed' ? called.cause : undefined
  parts.onEvent({ type: 'load-failed', key: target.key, reason: called.outcome, cause })
  return unreached(called.outcome, 1)
}

function unreached(reason: LoadFailure, retryAfterSeconds: number): Response {
  return reason === 'timeout'
    ? gatewayProblem(504, 'The origin did not answer in time.', retryAfterSeconds)
    : gatewayProblem(502, 'The origin could not be reached.', retryAfterSeconds)
}
