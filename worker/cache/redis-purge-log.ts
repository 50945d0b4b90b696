/**
 * The purges of all locations: a sorted set by sequence number, pruned when entries that old can no longer exist. The
 * numbers are Redis's clock made strictly growing, so that they keep growing even if the counter itself is lost.
 */
import * as v from 'valibot'
import { PURGE_KEPT_MS, type Purge } from '#core/cache/purge'
import type { PurgeLog } from './purge-view.ts'
import type { RedisClient } from './redis.ts'

const APPEND = `
local time = redis.call('time')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local sequence = math.max(now, tonumber(redis.call('get', KEYS[1]) or '0') + 1)
redis.call('set', KEYS[1], string.format('%.0f', sequence))
for _, purge in ipairs(ARGV) do
  redis.call('zadd', KEYS[2], sequence, string.format('%.0f', sequence) .. ' ' .. purge)
end
redis.call('zremrangebyscore', KEYS[2], '-inf', now - ${PURGE_KEPT_MS})
return string.format('%.0f', sequence)`

const SINCE = `
local sequence = redis.call('get', KEYS[1]) or '0'
if tonumber(sequence) <= tonumber(ARGV[1]) then return { sequence } end
local purges = redis.call('zrangebyscore', KEYS[2], '(' .. ARGV[1], '+inf')
table.insert(purges, 1, sequence)
return purges`

const purgeSchema = v.object({
  mode: v.picklist(['soft', 'hard']),
  scope: v.variant('by', [
    v.object({ by: v.picklist(['key', 'tag', 'prefix']), value: v.string() }),
    v.object({ by: v.literal('everything') }),
  ]),
})

export function createRedisPurgeLog(options: { redis: RedisClient; namespace: string }): PurgeLog {
  const keys = [`${options.namespace}:purge:sequence`, `${options.namespace}:purge:log`]
  return {
    async append(mode, scopes) {
      const answer = await options.redis.eval(
        APPEND,
        keys,
        scopes.map((scope) => JSON.stringify({ mode, scope })),
      )
      return numberOf(answer)
    },
    async since(sequence) {
      const answer = await options.redis.eval(SINCE, keys, [String(sequence)])
      if (!Array.isArray(answer)) throw new TypeError('the purge log answered no list')
      const [latest, ...lines] = answer
      return { sequence: numberOf(latest), purges: lines.map(parseLine) }
    },
  }
}

function numberOf(answer: unknown): number {
  const sequence = Number(answer)
  if (!Number.isFinite(sequence)) throw new TypeError('the purge log answered no number')
  return sequence
}

/** `<sequence> <JSON>`: the number makes equal purges different members of the set. */
function parseLine(line: unknown): Purge {
  const text = v.parse(v.string(), line)
  const space = text.indexOf(' ')
  const { mode, scope } = v.parse(purgeSchema, JSON.parse(text.slice(space + 1)))
  return { sequence: numberOf(text.slice(0, space)), mode, scope }
}
