/** The engine as a plain reverse proxy, so that any HTTP cache test suite can be pointed at it. */
import { createHttpCache, type HttpCache } from '../../worker/cache/http-cache.ts'
import { noLeases } from '../../worker/cache/leases.ts'
import { createMemoryStore } from '../../worker/cache/memory-store.ts'
import { createLocalPurgeLog, createPurgeView } from '../../worker/cache/purge-view.ts'
import { createTiers } from '../../worker/cache/tiers.ts'
import { createUpstreamCaller } from '../../worker/cache/upstream-router.ts'

type Env = { ORIGIN: string }

const now = (): number => Date.now()
const ignore = (): void => undefined
let cache: HttpCache | undefined

function createProxy(env: Env): HttpCache {
  const tiers = createTiers({
    memory: createMemoryStore({ maxBytes: 64 * 1024 * 1024, now }),
    slower: [],
    purges: createPurgeView({ log: createLocalPurgeLog(now), now, onEvent: ignore }),
    leases: noLeases,
    tierTimeoutMs: 100,
    now,
    onEvent: ignore,
  })
  const upstream = {
    name: 'origin',
    site: env.ORIGIN,
    origins: createUpstreamCaller({
      baseUrls: [env.ORIGIN],
      fetch: (url, init) => fetch(url, init),
      now,
      random: Math.random,
      headersMs: 8_000,
      timeoutMs: 9_000,
    }),
    // The suite tests RFC 9111 itself, so the origin is taken at its word and every field reaches it.
    visitors: 'origin-decides',
    params: 'all',
    fields: 'all',
    maxBodyBytes: 1024 * 1024,
  } as const
  return createHttpCache({ upstream, tiers, now, random: Math.random, onEvent: ignore })
}

export default {
  async fetch(request: Request, env: Env, context: ExecutionContext): Promise<Response> {
    cache ??= createProxy(env)
    return cache.handle(request, { waitUntil: (promise) => context.waitUntil(promise), deadlineMs: 10_000 })
  },
} satisfies ExportedHandler<Env>
