/**
 * Random interleavings of visits, origin replies, failures, time, purges and a tier that breaks, in two isolates that share
 * a tier and a purge log. What each visit is given is held against what the rules allow:
 * - never another key's value, and never a value older than its windows;
 * - unless marked degraded, never one older than fresh + stale-while-revalidate;
 * - never one whose load began before a hard purge that this isolate must know of when the visit began;
 * - at most one origin call under way for a key in an isolate (after 15 seconds a call counts as lost);
 * - nothing is stored without a deadline.
 */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createMemoryStore } from '../../../worker/cache/memory-store.ts'
import type { Store } from '../../../worker/cache/store.ts'
import { createSharedPurgeLog } from '../../fakes/shared-purge-log.ts'
import { createRig, json, type Scripted } from './shared-cache-rig.ts'

const FRESH_S = 10
const REVALIDATE_S = 20
const ERROR_S = 60
const REPLY = `max-age=${FRESH_S}, stale-while-revalidate=${REVALIDATE_S}, stale-if-error=${ERROR_S}`
const KEYS = ['/a', '/b', '/c']

const pick = (max: number) => fc.nat(max - 1)
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ does: fc.constant('visit' as const), isolate: pick(2), key: pick(3) }) },
  { weight: 5, arbitrary: fc.record({ does: fc.constant('reply' as const), call: pick(4), works: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constant('pass' as const), ms: fc.constantFrom(500, 4_500, 9_000, 25_000) }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('purge' as const), isolate: pick(2), key: pick(3) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('break' as const), broken: fc.boolean() }) },
)

/** A value tells its key and when its load began: 1,000,000,000 · key + milliseconds since the start. */
const valueOf = (key: number, begunAt: number): number => key * 1_000_000_000 + begunAt

function createWorld() {
  const clock = { at: 1_000_000 }
  const state = { broken: false }
  const memory = createMemoryStore({ maxBytes: 1_000_000, now: () => clock.at })
  const unless = <T>(call: () => Promise<T>): Promise<T> =>
    state.broken ? Promise.reject(new Error('broken')) : call()
  const colo: Store = {
    name: 'colo',
    get: (key) => unless(() => memory.get(key)),
    set(key, entry) {
      const { deadlines } = entry
      expect(Object.values(deadlines).every((deadline) => Number.isFinite(deadline))).toBe(true)
      expect(deadlines.keepUntil).toBeLessThanOrEqual(clock.at + (FRESH_S + ERROR_S) * 1_000)
      return unless(() => memory.set(key, entry))
    },
    delete: (key) => unless(() => memory.delete(key)),
  }
  const log = createSharedPurgeLog()
  const isolates = [0, 1].map(() => createRig([colo], clock, { log, tierTimeoutMs: 1_000 }))
  return { clock, state, isolates, begun: new Map<Scripted, number>(), purged: [] as Purged[] }
}

type World = ReturnType<typeof createWorld>
type Purged = { isolate: number; key: number; at: number }

/** Lets everything that can go on without time or the origin go on. */
async function breathe(world: World): Promise<void> {
  for (let turn = 0; turn < 60; turn++) await Promise.resolve()
  for (const call of world.isolates.flatMap((isolate) => isolate.calls)) {
    if (!world.begun.has(call)) world.begun.set(call, world.clock.at - 1_000_000)
  }
}

async function visit(world: World, isolate: number, key: number): Promise<void> {
  const rig = world.isolates[isolate]
  if (rig === undefined) return
  // Another isolate may go on without a purge for 4.5 seconds; the one that purged, not for a moment.
  const startedAt = world.clock.at
  const known = world.purged.filter(
    (purge) => purge.key === key && (purge.isolate === isolate || startedAt - purge.at >= 4_500),
  )
  const answer = await rig.get(KEYS[key] ?? '', 60_000)
  if (answer.outcome !== 'answered') return
  const endedAt = world.clock.at - 1_000_000
  const begunAt = answer.value - valueOf(key, 0)
  expect(begunAt).toBeGreaterThanOrEqual(0)
  expect(begunAt).toBeLessThan(1_000_000_000)
  // A visitor that waited is answered when the load ends: what counts is the age when it was last judged.
  const age = Math.min(endedAt, Math.max(startedAt - 1_000_000, begunAt)) - begunAt
  const window = answer.degraded === 'no' ? REVALIDATE_S : ERROR_S
  expect(age).toBeLessThan((FRESH_S + window) * 1_000)
  for (const purge of known) expect(begunAt).toBeGreaterThanOrEqual(purge.at - 1_000_000)
}

function reply(world: World, pending: Scripted[], which: { call: number; works: boolean }): void {
  const call = pending[which.call % Math.max(1, pending.length)]
  if (call === undefined) return
  pending.splice(pending.indexOf(call), 1)
  const key = KEYS.indexOf(call.request.path)
  if (which.works) call.reply(json({ n: valueOf(key, world.begun.get(call) ?? 0) }, REPLY))
  else call.reply({ outcome: 'failed', cause: new Error('down'), originMs: 1 })
}

const isLost = (world: World, call: Scripted): boolean =>
  world.clock.at - 1_000_000 - (world.begun.get(call) ?? 0) > 15_000

it('never gives a visitor what the rules do not allow, whatever happens in which order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
      const world = createWorld()
      const visits: Promise<void>[] = []
      const answered = new Set<Scripted>()
      const pending = (): Scripted[] =>
        world.isolates.flatMap(({ calls }) => calls).filter((call) => !answered.has(call))
      const answer = (which: { call: number; works: boolean }): void => {
        const open = pending()
        const before = [...open]
        reply(world, open, which)
        for (const call of before) if (!open.includes(call)) answered.add(call)
      }
      for (const one of steps) {
        if (one.does === 'visit') visits.push(visit(world, one.isolate, one.key))
        else if (one.does === 'reply') answer(one)
        else if (one.does === 'pass') world.clock.at += one.ms
        else if (one.does === 'break') world.state.broken = one.broken
        else {
          await world.isolates[one.isolate]?.purges.purge('hard', [{ by: 'key', value: KEYS[one.key] ?? '' }])
          world.purged.push({ isolate: one.isolate, key: one.key, at: world.clock.at })
          // Loads begin and end in whole milliseconds: the next one begins after the purge.
          world.clock.at += 1
        }
        await breathe(world)
        for (const { calls } of world.isolates) {
          const open = calls
            .filter((call) => !answered.has(call) && !isLost(world, call))
            .map((call) => call.request.path)
          expect(new Set(open).size).toBe(open.length)
        }
      }
      while (pending().length > 0) {
        answer({ call: 0, works: false })
        await breathe(world)
      }
      await Promise.all(visits)
    }),
    { numRuns: 2_000 },
  )
})
