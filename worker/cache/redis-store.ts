/** The tier behind all locations: Upstash Redis over HTTP. Redis itself forgets an entry at its last deadline. */
import { fromBase64, toBase64 } from './base64.ts'
import { decodeEnvelope, encodeEnvelope } from './envelope.ts'
import type { RedisClient } from './redis.ts'
import type { Store } from './store.ts'

export function createRedisStore(options: { redis: RedisClient; namespace: string; now: () => number }): Store {
  const { redis, now } = options
  const nameOf = (key: string): string => `${options.namespace}:entry:${key}`

  return {
    name: 'redis',
    async get(key) {
      const text = await redis.get<string>(nameOf(key))
      const bytes = typeof text === 'string' ? fromBase64(text) : undefined
      const entry = bytes === undefined ? undefined : decodeEnvelope(bytes)
      return entry !== undefined && now() < entry.deadlines.keepUntil ? entry : undefined
    },
    async set(key, entry) {
      const px = Math.ceil(entry.deadlines.keepUntil - now())
      if (px <= 0) return
      await redis.set(nameOf(key), toBase64(encodeEnvelope(entry)), { px })
    },
    async delete(key) {
      await redis.del(nameOf(key))
    },
  }
}
