import { env } from 'cloudflare:workers'
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { expect, it } from 'vitest'
import { PURGE_KEPT_MS } from '#core/cache/purge'
import { createObjectPurgeLog } from '../../worker/cache/object-purge-log.ts'
import { describePurgeLog } from '../worker/cache/contract/purge-log.ts'
import { createRig, json } from '../worker/cache/shared-cache-rig.ts'

let objects = 0
const name = (): string => `purge-log-test-${objects++}`
const stubOf = (namespace: string) => env.PURGES.get(env.PURGES.idFromName(namespace))

describePurgeLog('a Durable Object', () => createObjectPurgeLog({ objects: env.PURGES, namespace: name() }))

it('keeps purges and the greatest number through eviction', async () => {
  const stub = stubOf(name())
  // A clock that has gone back since must not give a number out again.
  await runInDurableObject(stub, (log) => {
    log.now = () => Date.now() + 1_000_000
  })
  const first = await stub.append('hard', [{ by: 'tag', value: 'a' }])
  await evictDurableObject(stub)
  expect(await stub.since(0)).toEqual({
    sequence: first,
    purges: [{ sequence: first, mode: 'hard', scope: { by: 'tag', value: 'a' } }],
  })
  expect(await stub.append('soft', [{ by: 'everything' }])).toBe(first + 1)
})

it('forgets a purge that no entry can be older than, but not its number', async () => {
  const stub = stubOf(name())
  const clock = { at: 1_000_000 }
  await runInDurableObject(stub, (log) => {
    log.now = () => clock.at
  })
  await stub.append('hard', [{ by: 'tag', value: 'old' }])
  clock.at += PURGE_KEPT_MS
  const second = await stub.append('hard', [{ by: 'tag', value: 'new' }])
  expect(await stub.since(0)).toEqual({
    sequence: second,
    purges: [{ sequence: second, mode: 'hard', scope: { by: 'tag', value: 'new' } }],
  })
})

it('makes the oldest one purge of everything when there are too many', async () => {
  const stub = stubOf(name())
  await runInDurableObject(stub, (log) => {
    log.now = () => 1_000
    log.maxRows = 3
  })
  for (let n = 0; n < 5; n++) await stub.append('soft', [{ by: 'tag', value: `t${n}` }])
  const { purges, sequence } = await stub.since(0)
  expect(sequence).toBe(1_004)
  const lines = purges.map(({ sequence: number, scope }) => [number, 'value' in scope ? scope.value : scope.by])
  expect(lines).toEqual([
    [1_001, 'everything'],
    [1_002, 't2'],
    [1_003, 't3'],
    [1_004, 't4'],
  ])
  // Hard, since what it stands for may have been.
  expect(purges[0]?.mode).toBe('hard')
})

it('lets a purge in one isolate be seen in another within five seconds, which asks behind its answers', async () => {
  const clock = { at: 1_000_000 }
  const log = createObjectPurgeLog({ objects: env.PURGES, namespace: name() })
  const [one, two] = [createRig([], clock, { log }), createRig([], clock, { log })]
  const before = two.get('/a')
  ;(await two.asked(1)).reply(json({ n: 1 }, 'max-age=3600'))
  await before
  await one.purges.purge('hard', [{ by: 'key', value: '/a' }])
  clock.at += 2_000
  expect(await two.get('/a')).toMatchObject({ value: 1 })
  await two.settle()
  const after = two.get('/a')
  ;(await two.asked(2)).reply(json({ n: 2 }, 'max-age=3600'))
  expect(await after).toMatchObject({ value: 2 })
})

it('writes one row for a purge that is repeated', async () => {
  const stub = stubOf(name())
  for (let n = 0; n < 50; n++) await stub.append('hard', [{ by: 'key', value: '/a' }])
  expect((await stub.since(0)).purges).toHaveLength(1)
})
