import { createHttpCache, type HttpCache } from './http-cache.ts'
import type { HttpDeps } from './http-job.ts'
import type { UpstreamConfig } from './upstream-config.ts'

export type UpstreamRouter = {
  /** The cache in front of the origin of this path; of several patterns the longest wins. */
  match(pathname: string): HttpCache | undefined
}

export function createUpstreamRouter(
  deps: Omit<HttpDeps, 'upstream'> & {
    configs: readonly UpstreamConfig[]
    fetch: (request: Request, init: RequestInit) => Promise<Response>
    timeoutMs: number
  },
): UpstreamRouter {
  const { configs, fetch, timeoutMs, ...rest } = deps
  const routes = configs
    .map((config) => {
      const { path, origin: baseUrl, ...upstream } = config
      const send = (request: Request): Promise<Response> => fetch(request, { signal: AbortSignal.timeout(timeoutMs) })
      // The pattern is the name: two origins never share a key, and a purge by prefix can be read off the path.
      const cache = createHttpCache({ ...rest, upstream: { ...upstream, name: `${path} `, baseUrl, send } })
      return { prefix: path.replace(/\*$/, ''), exact: !path.endsWith('*'), cache }
    })
    .sort((a, b) => b.prefix.length - a.prefix.length)

  return {
    match: (pathname) =>
      routes.find(({ prefix, exact }) => (exact ? pathname === prefix : pathname.startsWith(prefix)))?.cache,
  }
}
