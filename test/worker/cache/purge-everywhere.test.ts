/** A purge is seen in every tier of every isolate within five seconds, whatever it names; and what it sets off is bounded. */
import { describe, expect, it } from 'vitest'
import type { PurgeMode, PurgeScope } from '#core/cache/purge'
import { createMemoryStore } from '../../../worker/cache/memory-store.ts'
import { createSharedCache } from '../../../worker/cache/shared-cache.ts'
import type { Store } from '../../../worker/cache/store.ts'
import { createOriginClient } from '../../../worker/origin-client/origin-client.ts'
import { createSharedPurgeLog } from '../../fakes/shared-purge-log.ts'
import { isolateOf } from './isolate.ts'
import { createRig, json } from './shared-cache-rig.ts'

const VISIBLE_WITHIN_MS = 5_000
const LONG = 'max-age=3600, stale-while-revalidate=3600, stale-if-error=3600'

/** Two isolates of one location, and what they share. */
function twoIsolates() {
  const clock = { at: 1_000_000 }
  const held = createMemoryStore({ maxBytes: 1_000_000, now: () => clock.at })
  const colo: Store = { ...held, name: 'colo' }
  const log = createSharedPurgeLog()
  const [one, two] = [createRig([colo], clock, { log }), createRig([colo], clock, { log })]
  return { clock, one, two }
}

const load = async (rig: ReturnType<typeof createRig>, path: string, n: number): Promise<void> => {
  const answer = rig.get(path)
  const call = await rig.asked(rig.calls.length + 1)
  call.reply(json({ n }, LONG, { tags: 'shoes' }))
  await answer
  await rig.settle()
}
const value = async (rig: ReturnType<typeof createRig>, path: string): Promise<number | undefined> => {
  const answer = await rig.get(path)
  return answer.outcome === 'answered' ? answer.value : undefined
}

describe.each<[string, PurgeScope]>([
  ['a key', { by: 'key', value: '/shop/a' }],
  ['a tag', { by: 'tag', value: 'shoes' }],
  ['a prefix', { by: 'prefix', value: '/shop/' }],
  ['everything', { by: 'everything' }],
])('a purge by %s', (_name, scope) => {
  it.each<[PurgeMode]>([['hard'], ['soft']])(
    'that is %s is seen by the isolate next door, in memory and in the tier',
    async (mode) => {
      const { clock, one, two } = twoIsolates()
      await load(one, '/shop/a', 1)
      // From the tier into the second isolate's memory.
      expect(await value(two, '/shop/a')).toBe(1)
      await one.purges.purge(mode, [scope])
      clock.at += VISIBLE_WITHIN_MS
      const answer = two.get('/shop/a')
      const call = await two.asked(1)
      call.reply(json({ n: 2 }, LONG))
      const seen = await answer
      await two.settle()
      expect(seen).toMatchObject({ value: mode === 'hard' ? 2 : 1, degraded: 'no' })
      expect(await value(two, '/shop/a')).toBe(2)
      // Whoever purged holds the old one in memory, too, and finds the new one in the tier.
      expect(await value(one, '/shop/a')).toBe(mode === 'hard' ? 2 : 1)
      await one.settle()
      expect(await value(one, '/shop/a')).toBe(2)
      expect(one.calls.length).toBe(1)
    },
  )
})

it('leaves alone what it does not name', async () => {
  const { clock, one, two } = twoIsolates()
  await load(one, '/shop/a', 1)
  await value(two, '/shop/a')
  await one.purges.purge('hard', [
    { by: 'key', value: '/shop' },
    { by: 'tag', value: '/shop/a' },
    { by: 'prefix', value: '/sho/' },
  ])
  clock.at += VISIBLE_WITHIN_MS
  expect([await value(one, '/shop/a'), await value(two, '/shop/a')]).toEqual([1, 1])
})

it('sets off no more refreshes at once than their share of the places, and marks nobody degraded for it', async () => {
  const clock = { at: 1_000_000 }
  const now = (): number => clock.at
  const isolate = isolateOf({ now, memory: createMemoryStore({ maxBytes: 1_000_000, now }) })
  const under = { way: 0, most: 0, all: 0 }
  let finish: (() => void)[] = []
  let slow = false
  const fetchOrigin = async (): Promise<Response> => {
    under.all += 1
    under.most = Math.max(under.most, ++under.way)
    if (slow) await new Promise<void>((resolve) => finish.push(resolve))
    under.way -= 1
    return new Response('{"n":1}', { headers: { 'cache-control': LONG } })
  }
  const client = {
    baseUrls: ['https://origin.test'],
    secret: 's',
    headersMs: 60_000,
    timeoutMs: 60_000,
    random: () => 0,
  }
  const origin = createOriginClient({ ...client, now, fetch: fetchOrigin })
  const cache = createSharedCache({ ...isolate, origin, random: () => 0 })
  const visit = async (n: number) =>
    cache.get({ path: `/p/${n}`, parse: () => 1 }, { waitUntil: isolate.waitUntil, deadlineMs: 60_000 })
  const visitAll = () => Promise.all(Array.from({ length: 80 }, (_, n) => visit(n)))
  await visitAll()
  await isolate.settle()
  expect(under.all).toBe(80)
  Object.assign(under, { most: 0, all: 0 })
  await isolate.tiers.purges.purge('soft', [{ by: 'everything' }])
  slow = true
  for (let n = 0; n < 3; n++) {
    for (const answer of await visitAll()) expect(answer).toMatchObject({ outcome: 'answered', degraded: 'no' })
    clock.at += 1
  }
  expect(under).toMatchObject({ most: 6, all: 6 })
  slow = false
  for (const one of finish.splice(0)) one()
  finish = []
  await isolate.settle()
  for (let n = 0; n < 20; n++) {
    clock.at += 1_000
    await visitAll()
    await isolate.settle()
  }
  expect(under).toMatchObject({ most: 6, all: 80 })
})
