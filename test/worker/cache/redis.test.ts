import { describe, expect, inject, it, vi } from 'vitest'
import { createRedisLeases } from '../../../worker/cache/redis-leases.ts'
import { createRedisPurgeLog } from '../../../worker/cache/redis-purge-log.ts'
import { createRedisStore } from '../../../worker/cache/redis-store.ts'
import { createRedis } from '../../../worker/cache/redis.ts'
import { describePurgeLog } from './contract/purge-log.ts'
import { describeStore } from './contract/store.ts'
import { createRig, json } from './shared-cache-rig.ts'

const server = inject('redis')
const redis = createRedis({ url: server?.url ?? 'http://127.0.0.1:9', token: server?.token ?? '', timeoutMs: 2_000 })
const fresh10 = 'max-age=10, stale-while-revalidate=20, stale-if-error=60'

let spaces = 0
const namespace = (): string => `test-${spaces++}`

describe.skipIf(server === undefined)('the Redis tier', () => {
  describeStore('Redis', (now) => createRedisStore({ redis, namespace: namespace(), now }))

  it('takes what another program wrote for a miss', async () => {
    const space = namespace()
    const store = createRedisStore({ redis, namespace: space, now: () => 1_000 })
    for (const value of ['', 'not base64!', 'AAAA', '{"status":200}', '////']) {
      await redis.set(`${space}:entry:/a`, value)
      expect(await store.get('/a')).toBeUndefined()
    }
  })

  it('lets one of many isolates load a key, and the others find its result', async () => {
    const clock = { at: 1_000_000 }
    const space = namespace()
    const isolates = Array.from({ length: 4 }, () => isolate(space, clock))
    const answers = isolates.map((one) => one.get('/a'))
    const leader = await firstAsked(isolates)
    leader.reply(json({ n: 7 }, fresh10))
    expect((await Promise.all(answers)).map((answer) => answer.outcome === 'answered' && answer.value)).toEqual([
      7, 7, 7, 7,
    ])
    expect(isolates.reduce((calls, one) => calls + one.calls.length, 0)).toBe(1)
    expect(isolates.filter((one) => one.trace().includes('lease-taken')).length).toBe(3)
  })

  it('gives the lease back, so that the next load need not wait for it to run out', async () => {
    const leases = leasesIn(namespace())
    const first = await leases.acquire('/a')
    expect(first.outcome).toBe('held')
    expect((await leases.acquire('/a')).outcome).toBe('taken')
    expect((await leases.acquire('/b')).outcome).toBe('held')
    if (first.outcome === 'held') await first.release('next')
    expect((await leases.acquire('/a')).outcome).toBe('held')
  })

  it('keeps a lease for a holder that renews it, and for no other', async () => {
    const space = namespace()
    const first = await leasesIn(space).acquire('/a')
    await redis.eval("return redis.call('pexpire', KEYS[1], 1000)", [`${space}:lease:/a`], [])
    if (first.outcome === 'held') await first.renew()
    expect(await ttlOf(space)).toBeGreaterThan(4_000)
    await redis.set(`${space}:lease:/a`, 'of another', { px: 1_000 })
    if (first.outcome === 'held') await first.renew()
    expect(await ttlOf(space)).toBeLessThanOrEqual(1_000)
  })

  it('lets everybody load at once what was for nobody else, until a reply is', async () => {
    const space = namespace()
    const leases = leasesIn(space)
    const first = await leases.acquire('/a')
    if (first.outcome === 'held') await first.release('everybody')
    const open = await leases.acquire('/a')
    expect(open).toMatchObject({ outcome: 'held', exclusive: false })
    expect(await leases.acquire('/a')).toMatchObject({ outcome: 'held', exclusive: false })
    expect(await ttlOf(space)).toBeGreaterThan(9_000)
    if (open.outcome === 'held') await open.release('next')
    expect(await leases.acquire('/a')).toMatchObject({ outcome: 'held', exclusive: true })
    expect(await leases.acquire('/a')).toEqual({ outcome: 'taken' })
  })

  it('does not open a key whose lease has passed to somebody else', async () => {
    const space = namespace()
    const first = await leasesIn(space).acquire('/a')
    await redis.del(`${space}:lease:/a`)
    await leasesIn(space).acquire('/a')
    if (first.outcome === 'held') await first.release('everybody')
    expect((await leasesIn(space).acquire('/a')).outcome).toBe('taken')
  })

  it('makes nobody wait in turn for replies that may not be stored', async () => {
    const clock = { at: 1_000_000 }
    const space = namespace()
    const isolates = Array.from({ length: 4 }, () => isolate(space, clock))
    const answers = isolates.map((one) => one.get('/a'))
    ;(await firstAsked(isolates)).reply(json({ n: 1 }, 'no-store'))
    // All the others are at the origin before any of them has its answer.
    await vi.waitUntil(() => isolates.every(({ calls }) => calls.length === 1), { timeout: 5_000, interval: 5 })
    isolates.forEach(({ calls }, n) => calls[0]?.reply(json({ n: n + 10 }, n === 3 ? fresh10 : 'no-store')))
    expect((await Promise.all(answers)).every((answer) => answer.outcome === 'answered')).toBe(true)
    await Promise.all(isolates.map((one) => one.settle()))
    // The reply that may be stored is, and is found by an isolate that comes after.
    const late = isolate(space, clock)
    expect(await late.get('/a')).toMatchObject({ outcome: 'answered', cacheStatus: 'nearfield; hit; ttl=10' })
  })

  it('does not take away a lease that has passed to somebody else', async () => {
    const space = namespace()
    const first = await leasesIn(space).acquire('/a')
    await redis.del(`${space}:lease:/a`)
    await leasesIn(space).acquire('/a')
    if (first.outcome === 'held') await first.release('next')
    expect((await leasesIn(space).acquire('/a')).outcome).toBe('taken')
  })
})

describe.skipIf(server === undefined)('the purge log in Redis', () => {
  describePurgeLog('Redis', () => createRedisPurgeLog({ redis, namespace: namespace() }))

  it('makes a purge in one isolate seen in another, in memory and in the shared tier', async () => {
    const clock = { at: 1_000_000 }
    const space = namespace()
    const [one, two] = [isolate(space, clock), isolate(space, clock)]
    const first = one.get('/a')
    ;(await one.asked(1)).reply(json({ n: 1 }, 'max-age=3600'))
    await first
    await one.settle()
    expect(await two.get('/a')).toMatchObject({ value: 1 })
    await one.purges.purge('hard', [{ by: 'key', value: '/a' }])
    // The other isolate may answer from what it knows for 4.5 seconds, and then asks the log before it answers.
    clock.at += 4_500
    const second = two.get('/a')
    ;(await two.asked(1)).reply(json({ n: 2 }, 'max-age=3600'))
    expect(await second).toMatchObject({ value: 2 })
  })
})

describe('a Redis that is down', () => {
  const dead = createRedis({ url: 'http://127.0.0.1:9', token: 'x', timeoutMs: 50 })

  it('is a miss, opens the breaker, and nobody waits for it', async () => {
    const clock = { at: 1_000_000 }
    const store = createRedisStore({ redis: dead, namespace: 'down', now: () => clock.at })
    const rig = createRig([store], clock, { tierTimeoutMs: 200 })
    for (let n = 1; n <= 4; n++) {
      const answer = rig.get(`/${n}`)
      ;(await rig.asked(n)).reply(json({ n }, fresh10))
      expect(await answer).toMatchObject({ value: n })
      await rig.settle()
    }
    const trace = rig.trace()
    expect(trace).toContain('tier-opened(redis)')
    expect(trace.filter((event) => event === 'tier-failed(redis)')).toHaveLength(5)
  })

  it('means no leases: everybody loads', async () => {
    const leases = createRedisLeases({
      redis: dead,
      namespace: 'down',
      leaseMs: 1_000,
      now: Date.now,
      random: Math.random,
      onEvent: () => undefined,
    })
    expect((await leases.acquire('/a')).outcome).toBe('held')
    expect((await leases.acquire('/a')).outcome).toBe('held')
  })
})

const ttlOf = async (space: string): Promise<number> =>
  Number(await redis.eval("return redis.call('pttl', KEYS[1])", [`${space}:lease:/a`], []))

describe('leases of a Redis that hangs', () => {
  it('are not asked for again until it has had a rest', async () => {
    const clock = { at: 1_000_000 }
    const trace: string[] = []
    const state = { asked: 0, hangs: true }
    const answer = (): Promise<unknown> => (state.hangs ? Promise.reject(new Error('late')) : Promise.resolve('held'))
    const leases = createRedisLeases({
      redis: { ...redis, eval: <T>() => ((state.asked += 1), answer() as Promise<T>) },
      namespace: 'hangs',
      leaseMs: 1_000,
      now: () => clock.at,
      random: Math.random,
      onEvent: (event) => void trace.push(event.type),
    })
    for (let n = 0; n < 20; n++) expect(await leases.acquire(`/${n}`)).toMatchObject({ exclusive: false })
    expect(state.asked).toBe(5)
    expect(trace).toEqual([...Array.from({ length: 5 }, () => 'tier-failed'), 'tier-opened'])
    state.hangs = false
    clock.at += 5_000
    const lease = await leases.acquire('/a')
    expect(lease).toMatchObject({ outcome: 'held', exclusive: true })
  })
})

function leasesIn(space: string) {
  return createRedisLeases({
    redis,
    namespace: space,
    leaseMs: 5_000,
    now: Date.now,
    random: Math.random,
    onEvent: () => undefined,
  })
}

function isolate(space: string, clock: { at: number }) {
  const store = createRedisStore({ redis, namespace: space, now: () => clock.at })
  const log = createRedisPurgeLog({ redis, namespace: space })
  return createRig([store], clock, { log, leases: leasesIn(space), tierTimeoutMs: 2_000 })
}

async function firstAsked(isolates: ReturnType<typeof createRig>[]) {
  for (let turn = 0; turn < 200; turn++) {
    const asked = isolates.find((one) => one.calls.length > 0)
    if (asked) return asked.asked(1)
    await new Promise((done) => setTimeout(done, 5))
  }
  throw new Error('no isolate asked the origin')
}
