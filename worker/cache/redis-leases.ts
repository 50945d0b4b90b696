import type { CacheEvent } from '#core/cache/event'
import { unleased, type Lease, type Leases } from './leases.ts'
import type { RedisClient } from './redis.ts'

/** Only the holder's own token is removed: a lease that ran out may belong to somebody else by now. */
const RELEASE = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`

export function createRedisLeases(options: {
  redis: RedisClient
  namespace: string
  /** Longer than a usual load: after it the next one in line may try. */
  leaseMs: number
  random: () => number
  onEvent: (event: CacheEvent) => void
}): Leases {
  const { redis, onEvent } = options
  const failed = (operation: 'set' | 'delete', cause: unknown): void =>
    onEvent({ type: 'tier-failed', tier: 'leases', operation, cause })

  return {
    async acquire(key): Promise<Lease> {
      const name = `${options.namespace}:lease:${key}`
      const token = options.random().toString(36).slice(2)
      let answer: unknown
      try {
        answer = await redis.set(name, token, { nx: true, px: options.leaseMs })
      } catch (cause) {
        failed('set', cause)
        return unleased
      }
      if (answer !== 'OK') return { outcome: 'taken' }
      return {
        outcome: 'held',
        exclusive: true,
        async release() {
          try {
            await redis.eval(RELEASE, [name], [token])
          } catch (cause) {
            failed('delete', cause)
          }
        },
      }
    },
  }
}
