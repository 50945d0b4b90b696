/** What the purge log in Redis does when there are very many purges: a real redis-server, and the bounds of the product. */
import { describe, expect, inject, it } from 'vitest'
import type { CacheEvent } from '#core/cache/event'
import type { PurgeScope } from '#core/cache/purge'
import { createPurgeView, type PurgeLog } from '../../../worker/cache/purge-view.ts'
import { createRedisPurgeLog } from '../../../worker/cache/redis-purge-log.ts'
import { createRedis } from '../../../worker/cache/redis.ts'
import { entryAt } from '../../fakes/entries.ts'

const server = inject('redis')
const redis = createRedis({ url: server?.url ?? 'http://127.0.0.1:9', token: server?.token ?? '', timeoutMs: 20_000 })
const newLog = (): PurgeLog => createRedisPurgeLog({ redis, namespace: `many-${crypto.randomUUID()}` })

const tag = (n: number): PurgeScope => ({ by: 'tag', value: `t${n}` })
const tags = (from: number, to: number): PurgeScope[] => Array.from({ length: to - from }, (_, n) => tag(from + n))

/** @returns the number of each purge, in the order they were made. */
async function purged(log: PurgeLog, count: number, perPurge: number): Promise<number[]> {
  const numbers: number[] = []
  for (let from = 0; from < count; from += perPurge) {
    numbers.push(await log.append('hard', tags(from, Math.min(count, from + perPurge))))
  }
  return numbers
}

describe.skipIf(server === undefined)('a purge log in Redis with very many purges', () => {
  it('is read in pages that end with a number and miss nothing', async () => {
    const log = newLog()
    // 5,000 is no multiple of 700: the page is full in the middle of a purge, and ends with it.
    const numbers = await purged(log, 7_000, 700)
    const first = await log.since(0)
    expect([first.purges.length, first.sequence, first.more]).toEqual([5_600, numbers[7], true])
    const second = await log.since(first.sequence)
    expect([second.purges.length, second.sequence, second.more]).toEqual([1_400, numbers[9], false])
    const values = [...first.purges, ...second.purges].map(({ scope }) => 'value' in scope && scope.value)
    expect(new Set(values).size).toBe(7_000)
  })

  it('makes the oldest one hard purge of everything beyond twenty thousand', async () => {
    const log = newLog()
    const numbers = await purged(log, 20_000, 1_000)
    expect(await pagesOf(log)).toHaveLength(20_000)
    const last = await log.append('soft', [{ by: 'key', value: '/one-more' }])
    const kept = await pagesOf(log)
    expect(kept).toHaveLength(19_002)
    expect(kept[0]).toEqual({ sequence: numbers[0], mode: 'hard', scope: { by: 'everything' } })
    expect(kept.some(({ sequence }) => sequence === numbers[1])).toBe(true)
    expect(kept.at(-1)).toEqual({ sequence: last, mode: 'soft', scope: { by: 'key', value: '/one-more' } })
  })

  it('keeps a newer purge of everything when older ones become one', async () => {
    const log = newLog()
    await purged(log, 15_000, 1_000)
    const newer = await log.append('hard', [{ by: 'everything' }])
    for (let from = 15_000; from < 21_000; from += 1_000) await log.append('hard', tags(from, from + 1_000))
    const kept = (await pagesOf(log)).filter(({ scope }) => scope.by === 'everything')
    expect(kept).toEqual([{ sequence: newer, mode: 'hard', scope: { by: 'everything' } }])
  })

  it('keeps what an isolate has read when a later page fails, and reads on from there', async () => {
    const log = newLog()
    await purged(log, 6_000, 1_000)
    const asked: number[] = []
    let broken = true
    const flaky: PurgeLog = {
      append: (mode, scopes) => log.append(mode, scopes),
      since(sequence) {
        asked.push(sequence)
        return broken && asked.length === 2 ? Promise.reject(new Error('cut')) : log.since(sequence)
      },
    }
    const clock = { at: 1_000_000 }
    const events: CacheEvent[] = []
    const view = createPurgeView({ log: flaky, now: () => clock.at, onEvent: (event) => void events.push(event) })
    const renewed = async (): Promise<void> => {
      const background: Promise<unknown>[] = []
      const context = { waitUntil: (promise: Promise<unknown>) => void background.push(promise), deadlineMs: 10_000 }
      await view.renew(context)
      await Promise.all(background)
    }
    await renewed()
    const verdict = (n: number) => view.admit('/a', entryAt(1_000, { sequence: 0, tags: [`t${n}`] }))
    expect([verdict(4_999) === undefined, verdict(5_000) === undefined]).toEqual([true, false])
    expect(events).toMatchObject([{ type: 'tier-failed', tier: 'purge-log' }])
    broken = false
    clock.at += 2_000
    await renewed()
    expect(verdict(5_999)).toBeUndefined()
    expect(asked).toEqual([0, asked[1], asked[1]])
    expect(asked[1]).toBeGreaterThan(0)
  })
})

async function pagesOf(log: PurgeLog) {
  const all = []
  for (let at = 0, more = true; more;) {
    const page = await log.since(at)
    all.push(...page.purges)
    at = page.sequence
    more = page.more
  }
  return all
}
