/**
 * The purges of all locations: a sorted set by sequence number. The numbers are Redis's clock made strictly growing, so
 * that they keep growing even if the counter itself is lost.
 *
 * One member for each name and mode: only its newest purge can matter. A purge older than any entry can be is pruned; when
 * there are still too many, the oldest become one purge of everything, which can cost a reload and never an old answer.
 * Each call is one script, so that a number is never told before its purge can be read.
 */
import * as v from 'valibot'
import { PURGE_KEPT_MS, type Purge, type PurgeMode, type PurgeScope } from '#core/cache/purge'
import type { PurgeLog } from './purge-view.ts'
import type { RedisClient } from './redis.ts'

/** KEYS: counter, set. ARGV: most members kept, the member that is a hard purge of everything, the members. */
const APPEND = `
local time = redis.call('time')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local sequence = math.max(now, tonumber(redis.call('get', KEYS[1]) or '0') + 1)
local number = string.format('%.0f', sequence)
redis.call('set', KEYS[1], number)
for i = 3, #ARGV do redis.call('zadd', KEYS[2], number, ARGV[i]) end
redis.call('zremrangebyscore', KEYS[2], '-inf', string.format('%.0f', now - ${PURGE_KEPT_MS}))
local beyond = redis.call('zrevrange', KEYS[2], ARGV[1], ARGV[1], 'withscores')
if beyond[2] then
  redis.call('zremrangebyscore', KEYS[2], '-inf', beyond[2])
  redis.call('zadd', KEYS[2], 'nx', beyond[2], ARGV[2])
end
return number`

/** ARGV: the number asked for, the size of a page. A page ends with a number, never among the members that share one. */
const SINCE = `
local latest = redis.call('get', KEYS[1]) or '0'
if tonumber(latest) <= tonumber(ARGV[1]) then return { latest, '' } end
local from = '(' .. ARGV[1]
local last = redis.call('zrangebyscore', KEYS[2], from, '+inf', 'withscores', 'limit', ARGV[2] - 1, 1)[2]
local page = redis.call('zrangebyscore', KEYS[2], from, last or '+inf', 'withscores')
local more = last and redis.call('zcount', KEYS[2], '(' .. last, '+inf') > 0
table.insert(page, 1, more and 'more' or '')
table.insert(page, 1, more and last or latest)
return page`

/** As many as an isolate tells apart: see core/cache/purge.ts. */
const MAX_MEMBERS = 20_000
/** Some tens of milliseconds of work at both ends, and what is kept when the next page fails. */
const PAGE = 5_000

const name = v.tuple([v.picklist(['soft', 'hard']), v.picklist(['key', 'tag', 'prefix']), v.string()])
const everything = v.tuple([v.picklist(['soft', 'hard']), v.literal('everything')])
const memberSchema = v.union([name, everything])

export function createRedisPurgeLog(options: { redis: RedisClient; namespace: string }): PurgeLog {
  const { redis } = options
  const keys = [`${options.namespace}:purge:sequence`, `${options.namespace}:purge:log`]
  return {
    async append(mode, scopes) {
      const members = scopes.map((scope) => memberOf(mode, scope))
      const all = memberOf('hard', { by: 'everything' })
      return numberOf(await redis.eval(APPEND, keys, [String(MAX_MEMBERS), all, ...members]))
    },
    async since(sequence) {
      const answer = await redis.eval(SINCE, keys, [String(sequence), String(PAGE)])
      if (!Array.isArray(answer)) throw new TypeError('the purge log answered no list')
      const [upTo, more, ...members] = answer
      return { sequence: numberOf(upTo), purges: purgesOf(members), more: more === 'more' }
    },
  }
}

function numberOf(answer: unknown): number {
  const sequence = Number(answer)
  if (!Number.isFinite(sequence)) throw new TypeError('the purge log answered no number')
  return sequence
}

function memberOf(mode: PurgeMode, scope: PurgeScope): string {
  return JSON.stringify(scope.by === 'everything' ? [mode, scope.by] : [mode, scope.by, scope.value])
}

/** Member and number by turns, as Redis lists a sorted set with its scores. */
function purgesOf(listed: readonly unknown[]): Purge[] {
  const purges: Purge[] = []
  for (let at = 0; at < listed.length; at += 2) {
    const member = v.parse(memberSchema, JSON.parse(v.parse(v.string(), listed[at])))
    const scope: PurgeScope = member.length === 2 ? { by: member[1] } : { by: member[1], value: member[2] }
    purges.push({ sequence: numberOf(listed[at + 1]), mode: member[0], scope })
  }
  return purges
}
