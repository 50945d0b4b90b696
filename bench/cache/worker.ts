/** What the cache bench serves: one Worker with the engine's routes and its peers', so that all run on one runtime. */
import { Hono } from 'hono'
import { cache as honoCache } from 'hono/cache'
import { createCacheApiStore } from '../../worker/cache/cache-api-store.ts'
import { createHttpCache } from '../../worker/cache/http-cache.ts'
import { noLeases, type Leases } from '../../worker/cache/leases.ts'
import { createMemoryStore } from '../../worker/cache/memory-store.ts'
import { createLocalPurgeLog, createPurgeView } from '../../worker/cache/purge-view.ts'
import { createRedis } from '../../worker/cache/redis.ts'
import { createRedisLeases } from '../../worker/cache/redis-leases.ts'
import { createRedisStore } from '../../worker/cache/redis-store.ts'
import { createSharedCache, type SharedAnswer, type SharedCache } from '../../worker/cache/shared-cache.ts'
import type { Store } from '../../worker/cache/store.ts'
import { createTiers } from '../../worker/cache/tiers.ts'
import { createUpstreamCaller } from '../../worker/cache/upstream-router.ts'
import { createOriginClient } from '../../worker/origin-client/origin-client.ts'

type Env = { ORIGIN: string; REDIS_URL: string; REDIS_TOKEN: string }
type Item = { id: string; text: string }

const now = (): number => Date.now()
const ignore = (): void => undefined
const fetchUrl = (url: string, init: RequestInit): Promise<Response> => fetch(url, init)
/** A herd of 2,000 on two cores is slow to be served: nothing here may be cut off. */
const LIMITS = { headersMs: 10_000, timeoutMs: 10_000 }
const MANY_BYTES = 64 * 1024 * 1024
const NAMESPACE = 'bench'

function tiersOf(options: { memoryBytes: number; slower: Store[]; leases: Leases }) {
  const purges = createPurgeView({ log: createLocalPurgeLog(now), now, onEvent: ignore })
  const memory = createMemoryStore({ maxBytes: options.memoryBytes, now })
  return createTiers({ ...options, memory, purges, tierTimeoutMs: 1_000, now, onEvent: ignore })
}

function sharedOf(env: Env, options: Parameters<typeof tiersOf>[0]): SharedCache {
  const client = { baseUrls: [env.ORIGIN], secret: 'bench', fetch: fetchUrl, now, random: Math.random }
  const origin = createOriginClient({ ...client, ...LIMITS })
  return createSharedCache({ tiers: tiersOf(options), origin, now, random: Math.random, onEvent: ignore })
}

function engines(env: Env) {
  const colo = createCacheApiStore({ cache: caches.default, namespace: NAMESPACE, now })
  const redis = createRedis({ url: env.REDIS_URL, token: env.REDIS_TOKEN, timeoutMs: 5_000 })
  const store = createRedisStore({ redis, namespace: NAMESPACE, now })
  const lease = { redis, namespace: NAMESPACE, leaseMs: 3_000, now, random: Math.random, onEvent: ignore }
  const upstream = {
    name: 'origin',
    site: env.ORIGIN,
    origins: createUpstreamCaller({ ...LIMITS, baseUrls: [env.ORIGIN], fetch: fetchUrl, now, random: Math.random }),
    visitors: 'bypass',
    params: 'all',
    fields: [],
    maxBodyBytes: 1_000_000,
  } as const
  const tiers = tiersOf({ memoryBytes: MANY_BYTES, slower: [], leases: noLeases })
  return {
    memory: sharedOf(env, { memoryBytes: MANY_BYTES, slower: [], leases: noLeases }),
    // Memory that holds nothing: every request is a hit in the Cache API.
    colo: sharedOf(env, { memoryBytes: 0, slower: [colo], leases: noLeases }),
    herd: sharedOf(env, { memoryBytes: MANY_BYTES, slower: [store], leases: createRedisLeases(lease) }),
    http: createHttpCache({ upstream, tiers, now, random: Math.random, onEvent: ignore }),
  }
}

const parse = (body: unknown): Item => body as Item
/** An answer of a value. Two fields are set faster on a made response than they are read from an init. */
function responseOf(answer: SharedAnswer<Item>): Response {
  if (answer.outcome !== 'answered') return new Response(answer.outcome, { status: 503 })
  const response = new Response(JSON.stringify(answer.value))
  response.headers.set('content-type', 'application/json')
  response.headers.set('cache-status', answer.cacheStatus)
  return response
}

let made: ReturnType<typeof engines> | undefined
const app = new Hono<{ Bindings: Env }>()

app.get('/hello', (c) => c.text('hello'))
for (const tier of ['memory', 'colo', 'herd'] as const) {
  app.get(`/${tier}/*`, (c): Response | Promise<Response> => {
    made ??= engines(c.env)
    const context = { waitUntil: (promise: Promise<unknown>) => c.executionCtx.waitUntil(promise), deadlineMs: 20_000 }
    const answer = made[tier].get({ path: c.req.path.replace(tier, 'item'), parse }, context)
    return answer instanceof Promise ? answer.then(responseOf) : responseOf(answer)
  })
}
app.get('/item/:id', (c) => {
  made ??= engines(c.env)
  const context = { waitUntil: (promise: Promise<unknown>) => c.executionCtx.waitUntil(promise), deadlineMs: 20_000 }
  return made.http.handle(c.req.raw, context)
})
app.get('/caches-default/:id', async (c) => {
  const key = new Request(`https://peer.test/${c.req.param('id')}`)
  const hit = await caches.default.match(key)
  if (hit !== undefined) return hit
  const response = await fetch(`${c.env.ORIGIN}/item/${c.req.param('id')}`)
  c.executionCtx.waitUntil(caches.default.put(key, response.clone()))
  return response
})
app.get('/hono-cache/:id', honoCache({ cacheName: 'peer', cacheControl: 'max-age=3600' }), async (c) => {
  const response = await fetch(`${c.env.ORIGIN}/item/${c.req.param('id')}`)
  return c.json(await response.json())
})

export default app
