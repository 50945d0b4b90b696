/**
 * The tier of the location: the platform's Cache API, which has neither stale-while-revalidate nor stale-if-error, and
 * whose local simulation keeps entries past `max-age`. So it is used as a plain byte store: our own envelope carries the
 * deadlines, and the platform is only told how long the bytes may take up room.
 */
import type { Store } from './store.ts'
import { decodeEnvelope, encodeEnvelope } from './envelope.ts'

type CacheApi = {
  match(key: string): Promise<Response | undefined>
  put(key: string, response: Response): Promise<void>
  delete(key: string): Promise<boolean>
}

export function createCacheApiStore(options: {
  cache: CacheApi
  /** Tenant and version: entries of one deployment or customer are never another's. */
  namespace: string
  now: () => number
}): Store {
  const { cache, now } = options
  // `.invalid` never resolves (RFC 2606), so no request of the zone can ever address these entries.
  const prefix = `https://cache.nearfield.invalid/${encodeURIComponent(options.namespace)}/`
  const urlOf = (key: string): string => prefix + encodeURIComponent(key)

  return {
    name: 'colo',
    async get(key) {
      const response = await cache.match(urlOf(key))
      if (response === undefined) return undefined
      const entry = decodeEnvelope(new Uint8Array(await response.arrayBuffer()))
      return entry !== undefined && now() < entry.deadlines.keepUntil ? entry : undefined
    },
    async set(key, entry) {
      const seconds = Math.ceil((entry.deadlines.keepUntil - now()) / 1_000)
      if (seconds <= 0) return
      const headers = { 'cache-control': `public, max-age=${seconds}`, 'content-type': 'application/octet-stream' }
      await cache.put(urlOf(key), new Response(encodeEnvelope(entry), { headers }))
    },
    async delete(key) {
      await cache.delete(urlOf(key))
    },
  }
}
