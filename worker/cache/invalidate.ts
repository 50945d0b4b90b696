/**
 * What a successful unsafe request makes obsolete: its target, the Location and Content-Location it names at the same
 * origin (RFC 9111 section 4.4), and the groups it names (RFC 9875 section 3).
 */
import type { PurgeScope } from '#core/cache/purge'
import { groupTags } from '#core/cache/tags'
import type { HttpDeps } from './http-job.ts'
import { keyAt } from './upstream-request.ts'

export async function invalidateFor(
  deps: HttpDeps,
  change: { request: Request; response: Response; target: { key: string } },
): Promise<void> {
  const { request, response } = change
  if (response.status < 200 || response.status >= 400) return
  const keys = new Set([change.target.key])
  for (const name of ['location', 'content-location']) {
    const key = keyAtSameOrigin(deps, request.url, response.headers.get(name))
    if (key !== undefined) keys.add(key)
  }
  const groups = groupTags(response.headers.get('cache-group-invalidation'), deps.upstream.site)
  const scopes: PurgeScope[] = [
    ...[...keys].map((value) => ({ by: 'key', value }) as const),
    ...groups.map((value) => ({ by: 'tag', value }) as const),
  ]
  try {
    await deps.tiers.purges.purge('hard', scopes)
  } catch (cause) {
    deps.onEvent({ type: 'tier-failed', tier: 'purge-log', operation: 'set', cause })
  }
  // Also without the log: this isolate and its slower tiers forget at once.
  await Promise.all([...keys].map((key) => deps.tiers.drop(key)))
}

function keyAtSameOrigin(deps: HttpDeps, requestUrl: string, reference: string | null): string | undefined {
  if (reference === null || !URL.canParse(reference, requestUrl)) return undefined
  const url = new URL(reference, requestUrl)
  if (url.origin !== new URL(requestUrl).origin) return undefined
  return deps.keyOf === undefined ? keyAt(deps.upstream, url.href) : deps.keyOf(url.href)
}
