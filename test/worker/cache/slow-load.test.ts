/** Several isolates, one lease for each key, and an origin that takes longer than a lease lasts. Time is virtual. */
import { afterAll, expect, it, vi } from 'vitest'
import { createMemoryStore } from '../../../worker/cache/memory-store.ts'
import { createSharedLeases } from '../../fakes/shared-leases.ts'
import { createSharedPurgeLog } from '../../fakes/shared-purge-log.ts'
import { virtualTime } from '../../fakes/virtual-time.ts'
import { createRig, json } from './shared-cache-rig.ts'

const START = 1_000_000
const LEASE_MS = 3_000

async function breathe(): Promise<void> {
  for (let turn = 0; turn < 80; turn++) await Promise.resolve()
}

function createWorld(isolates: number) {
  const time = virtualTime(START, breathe)
  const now = (): number => time.clock.at
  const { leases } = createSharedLeases({ now, leaseMs: LEASE_MS })
  const tier = { ...createMemoryStore({ maxBytes: 1_000_000, now }), name: 'colo' }
  const shared = { log: createSharedPurgeLog(), leases, tierTimeoutMs: 1_000 }
  const rigs = Array.from({ length: isolates }, () => createRig([tier], time.clock, shared))
  const answers: string[] = []
  return {
    rigs,
    leases,
    answers,
    callCount: () => rigs.reduce((count, { calls }) => count + calls.length, 0),
    visit(rig: (typeof rigs)[number], deadlineMs: number): void {
      void rig.get('/a', deadlineMs).then((answer) => {
        answers.push(answer.outcome === 'answered' ? `${answer.value}` : answer.outcome)
      })
    },
    /** In small steps: what a timer sets off is under way before the next. */
    async pass(ms: number): Promise<void> {
      await breathe()
      await time.pass(ms)
      await breathe()
    },
  }
}

afterAll(() => void vi.unstubAllGlobals())

it('is waited for to the own deadline, and costs one call', async () => {
  const world = createWorld(4)
  for (const rig of world.rigs) world.visit(rig, 10_000)
  await world.pass(9_000)
  expect(world.answers).toEqual([])
  expect(world.callCount()).toBe(1)
  world.rigs.find(({ calls }) => calls.length === 1)?.calls[0]?.reply(json({ n: 1 }, 'max-age=60'))
  await world.pass(500)
  expect(world.answers).toEqual(['1', '1', '1', '1'])
  expect(world.callCount()).toBe(1)
})

it('is waited for no longer than the own deadline', async () => {
  const world = createWorld(2)
  for (const rig of world.rigs) world.visit(rig, 6_000)
  await world.pass(5_999)
  expect(world.answers).toEqual([])
  await world.pass(1)
  expect(world.answers).toEqual(['unavailable', 'unavailable'])
})

it('is taken over when its holder dies', async () => {
  const world = createWorld(2)
  // An isolate that is gone: it neither renews its lease nor gives it back.
  await world.leases.acquire('/a')
  for (const rig of world.rigs) world.visit(rig, 10_000)
  await world.pass(LEASE_MS - 1)
  expect(world.callCount()).toBe(0)
  await world.pass(500)
  expect(world.callCount()).toBe(1)
})

it('of another isolate, which a refresh does not wait for, is waited for by a visitor who joined the refresh', async () => {
  const world = createWorld(2)
  const [rig, other] = world.rigs
  if (rig === undefined || other === undefined) throw new Error('two isolates')
  world.visit(rig, 10_000)
  await world.pass(0)
  rig.calls[0]?.reply(json({ n: 1 }, 'max-age=1, stale-while-revalidate=60'))
  await world.pass(2_000)
  world.visit(other, 10_000)
  await world.pass(1)
  world.visit(rig, 10_000)
  await world.pass(1)
  await rig.purges.purge('hard', [{ by: 'key', value: '/a' }])
  world.visit(rig, 10_000)
  await world.pass(4_500)
  expect(world.answers).toEqual(['1', '1', '1'])
  expect(world.callCount()).toBe(2)
})
