import type { PurgeScope } from '#core/cache/purge'
import type { OriginCaller } from '../origin-client/origin-call.ts'
import { createOriginCaller } from '../origin-client/origin-caller.ts'
import { createHttpCache, type HttpCache } from './http-cache.ts'
import type { HttpDeps } from './http-job.ts'
import type { UpstreamConfig } from './upstream-config.ts'
import { purgeScopesOf, routeOf, type Route } from './upstream-routes.ts'
import { keyAt } from './upstream-request.ts'
import type { Upstream } from './upstream.ts'

export type UpstreamRouter = {
  /** The cache in front of the origin of this path; of several patterns the longest wins. */
  match(pathname: string): HttpCache | undefined
  /** The same as the keys of upstreams have it, for a purge of a path or of what begins with one. */
  scopesOf(scope: PurgeScope): PurgeScope[]
}

type Options = Omit<HttpDeps, 'upstream' | 'keyOf'> & {
  configs: readonly UpstreamConfig[]
  fetch: (url: string, init: RequestInit) => Promise<Response>
  headersMs: number
  timeoutMs: number
}

export function createUpstreamRouter(options: Options): UpstreamRouter {
  const { configs, fetch: _fetch, headersMs: _headersMs, timeoutMs: _timeoutMs, ...rest } = options
  const callers = new Map<string, OriginCaller>()
  const callerOf = (origins: readonly string[]): OriginCaller => {
    // Paths of one origin share what is known of its health, and its places.
    const name = origins.join(',')
    const caller = callers.get(name) ?? createUpstreamCaller({ ...options, baseUrls: origins })
    callers.set(name, caller)
    return caller
  }
  const keyOf = (url: string): string | undefined => {
    const route = routeOf(routes, new URL(url).pathname)
    return route && keyAt(route.upstream, url)
  }
  const routes: (Route & { cache: HttpCache })[] = configs
    .map((config) => {
      const { path, origins, ...rules } = config
      // The pattern is the name: two origins never share a key, and a purge by prefix can be read off the path.
      const upstream: Upstream = { ...rules, name: `${path} `, site: origins.join(','), origins: callerOf(origins) }
      const cache = createHttpCache({ ...rest, upstream, keyOf })
      return { prefix: path.replace(/\*$/, ''), exact: !path.endsWith('*'), upstream, cache }
    })
    .sort((a, b) => b.prefix.length - a.prefix.length)

  return {
    match: (pathname) => routeOf(routes, pathname)?.cache,
    scopesOf: (scope) => purgeScopesOf(routes, scope),
  }
}

/**
 * Of a site that we know nothing of: what it answers, be it a 500 on one page, is its answer and says nothing about the
 * next, and a 503 is not asked for twice. Only silence and broken connections count against it. A single slow address is
 * not asked twice at once either: it may be one small machine, and its log counts what it is asked.
 */
export function createUpstreamCaller(
  options: Pick<Options, 'fetch' | 'now' | 'random' | 'headersMs' | 'timeoutMs'> & { baseUrls: readonly string[] },
): OriginCaller {
  return createOriginCaller({ ...options, isFault: () => false, isMendable: () => false, hedgesAlone: false })
}
