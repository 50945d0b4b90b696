import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createCacheApiStore } from '../../../worker/cache/cache-api-store.ts'
import { virtualTime } from '../../fakes/virtual-time.ts'
import { createRig, json } from './shared-cache-rig.ts'

const fresh10 = 'max-age=10, stale-while-revalidate=20, stale-if-error=60'

/** A rig whose `/a` is in memory with the value 1. */
async function warmRig(cacheControl = fresh10, etag?: string) {
  const rig = createRig()
  const first = rig.get('/a')
  ;(await rig.asked(1)).reply(json({ n: 1 }, cacheControl, etag === undefined ? {} : { etag }))
  await first
  rig.trace()
  return rig
}

describe('a miss', () => {
  it('asks the origin once, stores, and answers with its value', async () => {
    const rig = createRig()
    const answer = rig.get('/a')
    const call = await rig.asked(1)
    expect(call.request).toEqual({ path: '/a', headers: {}, purpose: 'visitor' })
    call.reply(json({ n: 1 }, fresh10))
    expect(await answer).toEqual({
      outcome: 'answered',
      value: 1,
      cacheStatus: 'nearfield; fwd=uri-miss; fwd-status=200; stored',
      degraded: 'no',
      originMs: 5,
    })
    expect(rig.trace()).toEqual(['miss', 'loaded'])
  })

  it('is one origin call for everybody who waits', async () => {
    const rig = createRig()
    const answers = Array.from({ length: 50 }, () => rig.get('/a'))
    ;(await rig.asked(1)).reply(json({ n: 7 }, fresh10))
    const values = (await Promise.all(answers)).map((answer) => answer.outcome === 'answered' && answer.value)
    expect(new Set(values)).toEqual(new Set([7]))
    expect(rig.calls.length).toBe(1)
  })

  it('does not keep what the origin says not to', async () => {
    const rig = createRig()
    const first = rig.get('/a')
    ;(await rig.asked(1)).reply(json({ n: 1 }, 'no-store'))
    expect((await first).cacheStatus).toBe('nearfield; fwd=uri-miss; fwd-status=200')
    const second = rig.get('/a')
    ;(await rig.asked(2)).reply(json({ n: 2 }, 'private, max-age=60'))
    expect(await second).toMatchObject({ value: 2 })
    const third = rig.get('/a')
    ;(await rig.asked(3)).reply(json({ n: 3 }, fresh10))
    expect(await third).toMatchObject({ value: 3 })
  })
})

it('keeps no part with more tags than are kept', async () => {
  const rig = createRig()
  const tags = Array.from({ length: 1_001 }, (_, n) => `t${n}`).join(',')
  for (const n of [1, 2]) {
    const answer = rig.get('/a')
    ;(await rig.asked(n)).reply(json({ n }, fresh10, { tags }))
    expect(await answer).toMatchObject({ value: n, cacheStatus: 'nearfield; fwd=uri-miss; fwd-status=200' })
  }
})

describe('a hit', () => {
  it('is served from memory until the freshness ends', async () => {
    const rig = await warmRig()
    rig.clock.at += 9_999
    expect(await rig.get('/a')).toEqual({
      outcome: 'answered',
      value: 1,
      cacheStatus: 'nearfield; hit; ttl=0',
      degraded: 'no',
      originMs: undefined,
    })
    expect(rig.calls.length).toBe(1)
  })
})

describe('a stale entry', () => {
  it('is served at once while one refresh runs, then the new value is', async () => {
    const rig = await warmRig()
    rig.clock.at += 10_000
    expect(await rig.get('/a')).toMatchObject({ value: 1, degraded: 'no', cacheStatus: 'nearfield; hit; ttl=0' })
    expect(await rig.get('/a')).toMatchObject({ value: 1 })
    const call = await rig.asked(2)
    expect(call.request.purpose).toBe('background')
    call.reply(json({ n: 2 }, fresh10))
    await rig.settle()
    expect(await rig.get('/a')).toMatchObject({ value: 2 })
    expect(rig.calls.length).toBe(2)
    expect(rig.trace()).toEqual(['refresh-started', 'stale(memory)', 'stale(memory)', 'loaded', 'hit(memory)'])
  })

  it('is revalidated by its ETag, and a 304 makes it fresh again', async () => {
    const rig = await warmRig(fresh10, '"v1"')
    rig.clock.at += 15_000
    await rig.get('/a')
    const call = await rig.asked(2)
    expect(call.request.headers).toEqual({ 'if-none-match': '"v1"' })
    call.reply(json(null, fresh10, { status: 304, etag: '"v1"' }))
    await rig.settle()
    expect(await rig.get('/a')).toMatchObject({ value: 1, cacheStatus: 'nearfield; hit; ttl=10' })
  })

  it('is marked degraded once its refresh failed, and the origin is left alone for a moment', async () => {
    const rig = await warmRig()
    rig.clock.at += 10_000
    await rig.get('/a')
    ;(await rig.asked(2)).reply({ outcome: 'failed', cause: new Error('refused'), originMs: 1 })
    await rig.settle()
    expect(await rig.get('/a')).toMatchObject({ value: 1, degraded: 'stale' })
    expect(rig.calls.length).toBe(2)
    rig.clock.at += 2_000
    expect(await rig.get('/a')).toMatchObject({ value: 1, degraded: 'stale' })
    ;(await rig.asked(3)).reply(json({ n: 3 }, fresh10))
    await rig.settle()
    expect(await rig.get('/a')).toMatchObject({ value: 3, degraded: 'no' })
  })

  it('past its window waits for the origin, and is served only if that fails', async () => {
    const rig = await warmRig()
    rig.clock.at += 31_000
    const answer = rig.get('/a')
    ;(await rig.asked(2)).reply({ outcome: 'timeout', originMs: 9 })
    expect(await answer).toMatchObject({ value: 1, degraded: 'stale', cacheStatus: 'nearfield; hit; ttl=-21' })
  })

  it('past its window is served when the origin is slow, at once to whoever comes after the soft timeout', async () => {
    const time = virtualTime(1_000_000, async () => undefined)
    onTestFinished(() => void vi.unstubAllGlobals())
    const rig = createRig([], time.clock)
    const turns = async () => {
      for (let turn = 0; turn < 50; turn++) await Promise.resolve()
    }
    const first = rig.get('/a', 5_000)
    ;(await rig.asked(1)).reply(json({ n: 1 }, 'max-age=1, stale-if-error=600'))
    await first
    await time.pass(10_000)
    const seen: string[] = []
    const visit = async (name: string): Promise<void> => {
      const answer = await rig.get('/a', 5_000)
      seen.push(answer.outcome === 'answered' ? `${name} ${answer.value} ${answer.degraded}` : answer.outcome)
    }
    void visit('first')
    await turns()
    await time.pass(749)
    await turns()
    expect(seen).toEqual([])
    await time.pass(1)
    await turns()
    expect(seen).toEqual(['first 1 stale'])
    void visit('second')
    await turns()
    await time.pass(0)
    await turns()
    expect(seen).toEqual(['first 1 stale', 'second 1 stale'])
    rig.calls[1]?.reply(json({ n: 2 }, 'max-age=1'))
    await turns()
    expect(await rig.get('/a')).toMatchObject({ value: 2, degraded: 'no' })
    expect(rig.calls.length).toBe(2)
  })

  it('past its window is served without a wait once somebody waited in vain, and the origin is tried behind it', async () => {
    const rig = await warmRig()
    rig.clock.at += 31_000
    const waiting = rig.get('/a')
    ;(await rig.asked(2)).reply({ outcome: 'timeout', originMs: 9 })
    await waiting
    // Past the hold: without what is known of the origin, this visitor would be the next to wait for it.
    rig.clock.at += 2_000
    expect(await rig.get('/a')).toMatchObject({ value: 1, degraded: 'stale' })
    ;(await rig.asked(3)).reply(json({ n: 3 }, fresh10))
    await rig.settle()
    expect(await rig.get('/a')).toMatchObject({ value: 3, degraded: 'no' })
  })

  it('past stale-if-error is served to nobody', async () => {
    const rig = await warmRig()
    rig.clock.at += 70_000
    const answer = rig.get('/a')
    ;(await rig.asked(2)).reply({ outcome: 'timeout', originMs: 9 })
    expect(await answer).toMatchObject({ outcome: 'unavailable', reason: 'timeout', retryAfterSeconds: 1 })
  })
})

describe('an origin that does not answer', () => {
  it('costs a visitor no more than the deadline, and the late reply still fills the cache', async () => {
    const rig = createRig()
    const answer = await rig.get('/a', 5)
    expect(answer).toMatchObject({ outcome: 'unavailable', reason: 'timeout' })
    ;(await rig.asked(1)).reply(json({ n: 1 }, fresh10))
    await rig.settle()
    expect(await rig.get('/a')).toMatchObject({ value: 1 })
    expect(rig.calls.length).toBe(1)
  })

  it('is asked again only after the hold', async () => {
    const rig = createRig()
    const first = rig.get('/a')
    ;(await rig.asked(1)).reply(json({ error: true }, '', { status: 503 }))
    expect(await first).toMatchObject({ outcome: 'unavailable', reason: 'failed' })
    expect(await rig.get('/a')).toMatchObject({ outcome: 'unavailable', reason: 'failed', retryAfterSeconds: 1 })
    expect(rig.calls.length).toBe(1)
    rig.clock.at += 500
    const second = rig.get('/a')
    ;(await rig.asked(2)).reply(json({ n: 1 }, fresh10))
    expect(await second).toMatchObject({ value: 1 })
  })
})

describe('a reply that is not what the contract says', () => {
  it.each([
    ['the wrong shape', json({ m: 1 }, fresh10)],
    ['no JSON', { ...json(null, fresh10), body: new TextEncoder().encode('<html>') }],
    ['a redirect', json({ n: 1 }, fresh10, { status: 302 })],
    ['a 304 nobody asked for', json({ n: 1 }, fresh10, { status: 304 })],
  ])('%s is never stored', async (_name, reply) => {
    const rig = createRig()
    const answer = rig.get('/a')
    ;(await rig.asked(1)).reply(reply)
    expect(await answer).toMatchObject({ outcome: 'unavailable', reason: 'bad-reply' })
    rig.clock.at += 2_000
    const next = rig.get('/a')
    ;(await rig.asked(2)).reply(json({ n: 1 }, fresh10))
    expect(await next).toMatchObject({ value: 1 })
  })

  it('leaves the older value in place', async () => {
    const rig = await warmRig()
    rig.clock.at += 10_000
    await rig.get('/a')
    ;(await rig.asked(2)).reply(json({ m: 1 }, fresh10))
    await rig.settle()
    expect(await rig.get('/a')).toMatchObject({ value: 1, degraded: 'stale' })
  })
})

describe('a refusal', () => {
  it('is passed on, and a 404 is remembered for ten seconds', async () => {
    const rig = createRig()
    const first = rig.get('/a')
    ;(await rig.asked(1)).reply(json({ title: 'gone' }, '', { status: 404 }))
    const refused = { outcome: 'refused', status: 404, problem: { title: 'gone' } }
    expect(await first).toMatchObject(refused)
    rig.clock.at += 9_999
    expect(await rig.get('/a')).toMatchObject({ ...refused, cacheStatus: 'nearfield; hit; ttl=0' })
    rig.clock.at += 1
    const later = rig.get('/a')
    ;(await rig.asked(2)).reply(json({ n: 1 }, fresh10))
    expect(await later).toMatchObject({ value: 1 })
  })

  it('other than 404 is not kept', async () => {
    const rig = createRig()
    const first = rig.get('/a')
    ;(await rig.asked(1)).reply(json({}, 'max-age=60', { status: 400 }))
    expect(await first).toMatchObject({ outcome: 'refused', status: 400 })
    const second = rig.get('/a')
    ;(await rig.asked(2)).reply(json({ n: 1 }, fresh10))
    expect(await second).toMatchObject({ value: 1 })
  })
})

describe('the tier of the location', () => {
  it('answers another isolate, which then has it in memory', async () => {
    const clock = { at: 1_000_000 }
    const cache = await caches.open('shared-cache')
    const colo = createCacheApiStore({ cache, namespace: 'shop/1', now: () => clock.at })
    const one = createRig([colo], clock)
    const first = one.get('/a')
    ;(await one.asked(1)).reply(json({ n: 1 }, fresh10))
    await first
    await one.settle()

    const two = createRig([colo], clock)
    expect(await two.get('/a')).toMatchObject({ value: 1, cacheStatus: 'nearfield; hit; ttl=10' })
    expect(await two.get('/a')).toMatchObject({ value: 1 })
    expect(two.trace()).toEqual(['backfilled(memory)', 'hit(colo)', 'hit(memory)'])
    expect(two.calls.length).toBe(0)
  })

  it('is a miss and an event when it fails or hangs', async () => {
    const broken = () => Promise.reject(new Error('down'))
    const hung = () => new Promise<never>(() => undefined)
    for (const call of [broken, hung]) {
      const rig = createRig([{ name: 'colo', get: call, set: call, delete: call }])
      const answer = rig.get('/a')
      ;(await rig.asked(1)).reply(json({ n: 1 }, fresh10))
      expect(await answer).toMatchObject({ value: 1 })
      await rig.settle()
      expect(rig.trace()).toEqual(['tier-failed(colo)', 'miss', 'loaded', 'tier-failed(colo)'])
      expect(await rig.get('/a')).toMatchObject({ value: 1 })
    }
  })
})
