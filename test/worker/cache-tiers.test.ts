/** The tiers as a deployment with Redis gets them, with Redis far away. */
import { env } from 'cloudflare:workers'
import { afterEach, expect, inject, it, vi } from 'vitest'
import type { CacheEvent } from '#core/cache/event'
import { createCacheTiers } from '../../worker/cache-tiers.ts'
import { entryAt } from '../fakes/entries.ts'

const redis = inject('redis')

afterEach(() => vi.restoreAllMocks())

/** Whoever gives an answer less time than this has given up before it comes; nobody waits for real. */
function redisIsAway(ms: number): void {
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((limit) =>
    limit <= ms ? AbortSignal.abort(new DOMException('late', 'TimeoutError')) : new AbortController().signal,
  )
}

it.skipIf(redis === undefined)('writes and reads purges also when Redis is further than a hit may wait', async () => {
  redisIsAway(400)
  const originUrls = [`https://${crypto.randomUUID()}.test`]
  const events: CacheEvent[] = []
  const isolate = () =>
    createCacheTiers(
      { originUrls, redis },
      {
        purgeObjects: env.PURGES,
        now: () => 1_000_000,
        random: () => 0,
        onEvent: (event) => void events.push(event),
      },
    )
  const [one, two] = [isolate(), isolate()]
  const { sequence } = await one.purges.purge('hard', [{ by: 'tag', value: 'a' }])
  await two.purges.renew({ waitUntil: () => undefined, deadlineMs: 10_000 })
  expect(two.purges.sequence()).toBe(sequence)
  expect(two.purges.admit('/a', entryAt(1_000, { sequence: 0, tags: ['a'] }))).toBeUndefined()
  expect(events).toEqual([])
  // And a hit still does not wait for it.
  expect(await two.lookup('/a', { waitUntil: () => undefined })).toBeUndefined()
  expect(events).toMatchObject([{ type: 'tier-failed', tier: 'redis', operation: 'get' }])
})
