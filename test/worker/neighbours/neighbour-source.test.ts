/** The source over artifacts that are missing, damaged, replaced or taken back. The bytes are real ones of the builder. */
import { expect, it } from 'vitest'
import type { ArtifactRef } from '#core/contract/artifact-ref'
import { buildKnnIndex } from '#core/rank/knn/build'
import { createNeighbours } from '../../../worker/neighbours/create-neighbours.ts'
import { createMetrics } from '../../../worker/metrics.ts'

const timer = {
  set: (callback: () => void, ms: number) => setTimeout(callback, ms),
  clear: (handle: unknown) => clearTimeout(handle as number),
}

/** An origin of artifacts in memory, and a source that reads it by a clock set by hand. */
function rig() {
  const files = new Map<string, ArrayBuffer>()
  const state = { now: 0, pointer: null as ArtifactRef | null | undefined, fetched: [] as string[] }
  const put = (name: string, bytes: ArrayBuffer): ArtifactRef => {
    files.set(name, bytes)
    return { name, bytes: bytes.byteLength, sha256: '' }
  }
  const metrics = createMetrics()
  const sources = createNeighbours({
    pointer: async () => state.pointer,
    artifacts: {
      async get({ name }) {
        state.fetched.push(name)
        const bytes = files.get(name)
        return bytes === undefined ? { outcome: 'unavailable', cause: `no ${name}` } : { outcome: 'fetched', bytes }
      },
    },
    now: () => state.now,
    timer,
    rankedDeadlineMs: 40,
    metrics,
  })
  const pending: Promise<unknown>[] = []
  return {
    state,
    files,
    metrics,
    /** Publishes an index of these sessions under names that begin with `version`. */
    publish(version: string, sessions: string[][]) {
      const index = buildKnnIndex(sessions)
      const directory = put(`${version}-directory`, index.directory)
      const shards = index.shards.map((shard, at) => put(`${version}-shard-${at}`, shard))
      state.pointer = put(version, bytesOf(JSON.stringify({ directory, shards })))
    },
    /** What follows `session`, asked this much later. */
    async next(session: string[], { later = 5_000 }: { later?: number } = {}) {
      state.now += later
      const found = await sources.neighbours.next(session, {
        repeat: 'off',
        waitUntil: (work) => pending.push(work),
      })
      await Promise.all(pending)
      return found.outcome === 'found' ? found.neighbours.map(({ id }) => id) : found.reason
    },
  }
}

it('is none until there is an index, and looks once a second at most', async () => {
  const at = rig()
  expect(await at.next(['lamp'])).toBe('no-index')
  at.publish('one', [['lamp', 'bulb']])
  expect(await at.next(['lamp'], { later: 999 })).toBe('no-index')
  expect(await at.next(['lamp'], { later: 1 })).toEqual(['bulb'])
})

it('fetches a shard once', async () => {
  const at = rig()
  at.publish('one', [['lamp', 'bulb']])
  await at.next(['lamp'])
  await at.next(['bulb'])
  expect(at.state.fetched).toEqual(['one', 'one-directory', 'one-shard-0'])
})

it('follows the pointer behind the answers', async () => {
  const at = rig()
  at.publish('one', [['lamp', 'bulb']])
  await at.next(['lamp'])
  at.publish('two', [['lamp', 'shade']])
  expect(await at.next(['lamp'])).toEqual(['bulb'])
  expect(await at.next(['lamp'])).toEqual(['shade'])
})

it('keeps the one in use while the origin is away, and drops it when it is taken back', async () => {
  const at = rig()
  at.publish('one', [['lamp', 'bulb']])
  await at.next(['lamp'])
  at.state.pointer = undefined
  await at.next(['lamp'])
  expect(await at.next(['lamp'])).toEqual(['bulb'])
  at.state.pointer = null
  await at.next(['lamp'])
  expect(await at.next(['lamp'])).toBe('no-index')
})

it.each([
  ['a manifest that says something else', (at: ReturnType<typeof rig>) => at.files.set('two', bytesOf('{}'))],
  ['a directory cut short', (at: ReturnType<typeof rig>) => cut(at, 'two-directory')],
  ['more ranges than shards', (at: ReturnType<typeof rig>) => withoutShards(at)],
])('refuses %s once, and stays with the one in use', async (_, damage) => {
  const at = rig()
  at.publish('one', [['lamp', 'bulb']])
  await at.next(['lamp'])
  at.publish('two', [['lamp', 'shade']])
  damage(at)
  for (let look = 0; look < 3; look++) expect(await at.next(['lamp'])).toEqual(['bulb'])
  expect(at.metrics.text()).toContain('nearfield_neighbour_index_total{kind="neighbours",event="index-refused"} 1\n')
})

it.each([
  ['is gone', (at: ReturnType<typeof rig>) => at.files.delete('one-shard-0')],
  ['is cut short', (at: ReturnType<typeof rig>) => cut(at, 'one-shard-0')],
])('says so when a shard %s, and recovers', async (_, damage) => {
  const at = rig()
  at.publish('one', [['lamp', 'bulb']])
  damage(at)
  expect(await at.next(['lamp'])).toBe('unreachable')
  expect(at.metrics.text()).toContain('nearfield_neighbour_shards_missing_total 1\n')
  at.publish('one', [['lamp', 'bulb']])
  expect(await at.next(['lamp'])).toEqual(['bulb'])
})

it('knows nothing of items that no session holds', async () => {
  const at = rig()
  at.publish('one', [['lamp', 'bulb']])
  expect(await at.next(['__proto__', 'sofa'])).toBe('unknown')
  expect(await at.next([])).toBe('unknown')
})

const bytesOf = (text: string): ArrayBuffer => new Uint8Array(new TextEncoder().encode(text)).buffer

function cut({ files }: ReturnType<typeof rig>, name: string): void {
  const whole = files.get(name)
  if (whole !== undefined) files.set(name, whole.slice(0, whole.byteLength - 4))
}

function withoutShards({ files }: ReturnType<typeof rig>): void {
  const manifest = JSON.parse(new TextDecoder().decode(files.get('two')))
  files.set('two', bytesOf(JSON.stringify({ ...manifest, shards: [] })))
}
