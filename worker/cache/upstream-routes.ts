/** Whose a path is, of upstreams that stand at one address, and what a purge by a plain path means to their keys. */
import type { PurgeScope } from '#core/cache/purge'
import { keyAt } from './upstream-request.ts'
import type { Upstream } from './upstream.ts'

export type Route = {
  readonly prefix: string
  /** Nothing below the path belongs to it. */
  readonly exact: boolean
  readonly upstream: Upstream
}

/** Only to read a path by: which host it is asked of is in no key. */
const ANY_HOST = 'https://any.invalid'

/** @param routes the longest prefix first */
export function routeOf<R extends Route>(routes: readonly R[], pathname: string): R | undefined {
  return routes.find(({ prefix, exact }) => (exact ? pathname === prefix : pathname.startsWith(prefix)))
}

/** An upstream's keys are its pattern, a space, and the path: whoever purges need not know that. */
export function purgeScopesOf(routes: readonly Route[], scope: PurgeScope): PurgeScope[] {
  if (scope.by !== 'key' && scope.by !== 'prefix') return []
  const url = `${ANY_HOST}${scope.value}`
  if (!scope.value.startsWith('/') || !URL.canParse(url)) return []
  // It is spelled as the key itself.
  if (routes.some(({ upstream }) => scope.value.startsWith(upstream.name))) return []
  const { href, pathname } = new URL(url)
  if (scope.by === 'key') {
    const route = routeOf(routes, pathname)
    const value = route && keyAt(route.upstream, href)
    return value === undefined ? [] : [{ by: 'key', value }]
  }
  const path = href.slice(ANY_HOST.length)
  return routes
    .filter(({ prefix }) => path.startsWith(prefix) || prefix.startsWith(path))
    .map(({ upstream }) => ({ by: 'prefix', value: `${upstream.name}${path}` }))
}
