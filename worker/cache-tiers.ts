/** The tiers that this deployment has: memory and the location always, Redis when configured. Purges are written down in Redis, else in a Durable Object. */
import type { CacheEvent } from '#core/cache/event'
import { createCacheApiStore } from './cache/cache-api-store.ts'
import { noLeases } from './cache/leases.ts'
import { createMemoryStore } from './cache/memory-store.ts'
import { createObjectPurgeLog } from './cache/object-purge-log.ts'
import { createPurgeView } from './cache/purge-view.ts'
import { createRedisLeases } from './cache/redis-leases.ts'
import { createRedisPurgeLog } from './cache/redis-purge-log.ts'
import { createRedisStore } from './cache/redis-store.ts'
import { createRedis } from './cache/redis.ts'
import { createTiers, type Tiers } from './cache/tiers.ts'
import type { Config } from './config.ts'
import type { Env } from './env.ts'

/** A quarter of what an isolate may use; the suggestion index and the visitor's requests need the rest. */
const MEMORY_BYTES = 32 * 1024 * 1024
const TIER_TIMEOUT_MS = 100
/** The client's own limit is the shorter: its request then ends, and is not only left alone. */
const REDIS_TIMEOUT_MS = 90
/** Nobody's answer waits so long: purges are read behind answers and written by operators, also from far away. */
const PURGE_LOG_TIMEOUT_MS = 2_000
/** So long a holder that died is waited for: one that lives renews its lease while it loads. */
const LEASE_MS = 3_000
/** Entries of another layout or product version are never read: raise it when a shared part's shape changes. */
const VERSION = 'nearfield-2'

export function createCacheTiers(
  config: Pick<Config, 'redis' | 'originUrls'>,
  ports: {
    purgeObjects: Env['PURGES']
    now: () => number
    random: () => number
    onEvent: (event: CacheEvent) => void
  },
): Tiers {
  const { now, onEvent } = ports
  // Staging and production, or two shops, may share a zone or a Redis: what is from another origin is another's.
  const namespace = `${VERSION} ${config.originUrls.join(' ')}`
  const redis = config.redis && createRedis({ ...config.redis, timeoutMs: REDIS_TIMEOUT_MS })
  const colo = createCacheApiStore({ cache: caches.default, namespace, now })
  const behind = redis === undefined ? [] : [createRedisStore({ redis, namespace, now })]
  const log = config.redis
    ? createRedisPurgeLog({ redis: createRedis({ ...config.redis, timeoutMs: PURGE_LOG_TIMEOUT_MS }), namespace })
    : createObjectPurgeLog({ objects: ports.purgeObjects, namespace })
  return createTiers({
    memory: createMemoryStore({ maxBytes: MEMORY_BYTES, now }),
    slower: [colo, ...behind],
    purges: createPurgeView({ log, now, onEvent }),
    leases: redis ? createRedisLeases({ ...ports, redis, namespace, leaseMs: LEASE_MS }) : noLeases,
    tierTimeoutMs: TIER_TIMEOUT_MS,
    now,
    onEvent,
  })
}
