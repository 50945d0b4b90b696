/** The index made ready for a ranking: at once when it is here, by the deadline when it is not, and counted either way. */
import { expect, it } from 'vitest'
import { buildKnnIndex } from '#core/rank/knn/build'
import { openDirectory } from '#core/rank/knn/directory'
import { DEFAULT_PARAMETERS } from '#core/rank/knn/parameters'
import { openShard, type Shard } from '#core/rank/knn/shard'
import { createMetrics } from '../../../worker/metrics.ts'
import type { Neighbours } from '../../../worker/neighbours/open-neighbours.ts'
import { createRankedNeighbours } from '../../../worker/neighbours/ranked-neighbours.ts'

/** Two shards: `lamp` and `bulb` are in the first, the others in the second. */
const index = buildKnnIndex([['lamp', 'bulb'], ...pairs(9_000)])
const directory = openDirectory(index.directory)
const refs = index.shards.map((bytes, at) => ({ name: `shard-${at}`, bytes: bytes.byteLength, sha256: '' }))
const neighbours: Neighbours = { directory, shards: refs, parameters: DEFAULT_PARAMETERS }

function pairs(count: number): string[][] {
  return Array.from({ length: count }, (_, at) => ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => `${letter}${at}`))
}

type Current = () => Neighbours | undefined | Promise<Neighbours | undefined>

/** A clock and a timer moved by hand, and shards that come when the test says. */
function rig(current: Current = () => neighbours) {
  const state = { now: 1_000 }
  const timers: { at: number; callback: () => void }[] = []
  const held = new Map<string, Shard>()
  const waiting = new Map<string, (shard: Shard | undefined) => void>()
  const metrics = createMetrics()
  const ranked = createRankedNeighbours({
    current,
    shards: {
      get: ({ name }) => held.get(name) ?? new Promise<Shard | undefined>((resolve) => waiting.set(name, resolve)),
    },
    deadlineMs: 40,
    now: () => state.now,
    timer: {
      set: (callback, ms) => timers.push({ at: state.now + ms, callback }),
      clear: () => undefined,
    },
    metrics,
  })
  return {
    metrics,
    hold: () => refs.forEach(({ name }, at) => held.set(name, openShard(index.shards[at] ?? new ArrayBuffer(0)))),
    arrive: (whole: boolean) =>
      refs.forEach(({ name }, at) => {
        waiting.get(name)?.(whole || at === 0 ? openShard(index.shards[at] ?? new ArrayBuffer(0)) : undefined)
      }),
    pass(ms: number) {
      state.now += ms
      for (const { at, callback } of timers) if (at <= state.now) callback()
    },
    ask: (touched: string[], since = 1_000) => ranked(touched, { since, waitUntil: () => undefined }),
    outcome: () => /outcome="([\w-]+)"} (\d+)/.exec(metrics.text())?.slice(1).join(' '),
  }
}

it('is there at once when all of it is in memory', () => {
  const at = rig()
  at.hold()
  const ready = at.ask(['bulb', 'never', 'a7'])
  expect(ready).toMatchObject({ directory })
  expect(at.outcome()).toBe('ready 1')
})

it('waits for shards on their way', async () => {
  const at = rig()
  const asked = at.ask(['bulb', 'f8999'])
  at.pass(39)
  at.arrive(true)
  const ready = await asked
  expect(ready?.voters.map((item) => ready.shardFor(item)?.firstItem)).toEqual([
    0,
    directory.shardStart[refs.length - 1],
  ])
  expect(at.outcome()).toBe('ready 1')
})

it('waits no longer than the visitor has waited already', async () => {
  const at = rig()
  at.pass(25)
  const asked = at.ask(['bulb'], 1_000)
  at.pass(15)
  expect(await asked).toBeUndefined()
  expect(at.outcome()).toBe('late 1')
})

it('does without when a shard of the session can not be had: votes of a part of it would be others', async () => {
  expect(refs.length).toBeGreaterThan(1)
  const at = rig()
  const asked = at.ask(['bulb', 'f8999'])
  at.arrive(false)
  expect(await asked).toBeUndefined()
  expect(at.outcome()).toBe('unreachable 1')
})

const without: [string, Current, string[]][] = [
  ['no-index', () => undefined, ['bulb']],
  ['no-index', () => Promise.resolve(undefined), ['bulb']],
  ['unknown', () => neighbours, ['never', '__proto__']],
  ['unreachable', () => Promise.reject(new Error('broken')), ['bulb']],
]

it.each(without)('says %s, and ranks without', async (outcome, current, touched) => {
  const at = rig(current)
  expect(await at.ask(touched)).toBeUndefined()
  expect(at.outcome()).toBe(`${outcome} 1`)
})

it('asks for nothing when nothing was touched', () => {
  const at = rig()
  expect(at.ask([])).toBeUndefined()
  expect(at.metrics.text()).toBe('')
})
