import type { CacheEvent } from '#core/cache/event'
import { unleased, type Held, type Leases } from './leases.ts'
import type { RedisClient } from './redis.ts'
import { createTierBreaker } from './tier-breaker.ts'

/** Stands where a lease would: everybody may load. No token is spelled like it. */
const OPEN = '-'
/** So long the replies of a key that could not be shared are not waited for; every further one begins it anew. */
const OPEN_MS = 10_000

const ACQUIRE = `local held = redis.call('get', KEYS[1])
if held == '${OPEN}' then return 'open' end
if held then return 'taken' end
redis.call('set', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 'held'`
/** Only what the holder itself put there is changed: a lease that ran out may belong to somebody else by now. */
const RENEW = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end return 0`
const RELEASE = `if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
if ARGV[2] == 'next' then return redis.call('del', KEYS[1]) end
redis.call('set', KEYS[1], '${OPEN}', 'PX', ${OPEN_MS})
return 1`

export function createRedisLeases(options: {
  redis: RedisClient
  namespace: string
  /** Without a renewal the next one in line may try after it. */
  leaseMs: number
  now: () => number
  random: () => number
  onEvent: (event: CacheEvent) => void
}): Leases {
  const breaker = createTierBreaker('leases', options)
  /** `undefined`: the call failed or, since the last ones did, was not made. */
  const run = async (operation: 'set' | 'delete', script: string, call: { name: string; args: unknown[] }) => {
    if (!breaker.allows()) return undefined
    try {
      const answer = await options.redis.eval(script, [call.name], call.args)
      breaker.succeeded()
      return answer
    } catch (cause) {
      breaker.failed(operation, cause)
      return undefined
    }
  }
  const held = (name: string, token: string): Held => ({
    outcome: 'held',
    exclusive: token !== OPEN,
    async renew() {
      await run('set', RENEW, { name, args: [token, options.leaseMs] })
    },
    async release(to) {
      await run('delete', RELEASE, { name, args: [token, to] })
    },
  })

  return {
    async acquire(key) {
      const name = `${options.namespace}:lease:${key}`
      const token = options.random().toString(36).slice(2)
      const answer = await run('set', ACQUIRE, { name, args: [token, options.leaseMs] })
      if (answer === undefined) return unleased
      if (answer === 'open') return held(name, OPEN)
      return answer === 'held' ? held(name, token) : { outcome: 'taken' }
    },
  }
}
