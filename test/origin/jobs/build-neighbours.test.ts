import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { CatalogueItem } from '#core/contract/catalogue'
import type { LoggedEvent } from '#core/contract/events'
import { neighbourManifest, type NeighbourManifest } from '#core/contract/neighbour-manifest'
import { parseReply } from '#core/contract/parse'
import { idOf, numberOf, openDirectory, shardOf } from '#core/rank/knn/directory'
import { DEFAULT_PARAMETERS } from '#core/rank/knn/parameters'
import { knnScratch, recommendNext } from '#core/rank/knn/recommend'
import { openShard } from '#core/rank/knn/shard'
import { artifactStore } from '../../../origin/artifacts/artifact-store.ts'
import { buildNeighbours } from '../../../origin/jobs/build-neighbours.ts'
import { sqliteEventLog } from '../../../origin/log/sqlite-event-log.ts'
import { memoryDatabase } from '../memory-database.ts'
import { tempFolder } from '../temp-folder.ts'

const NOW = 1_767_225_600_000
const ITEM: CatalogueItem = {
  id: '',
  title: '',
  facets: {},
  popularity: 0,
  price: null,
  date: null,
  inStock: true,
  attributes: {},
}

/** A catalogue of whatever the tests name, except one item. */
const catalogue = {
  get: async (ids: readonly string[]) => ids.filter((id) => id !== 'invented').map((id) => ({ ...ITEM, id })),
}

/** A real log and a real artifact store. */
function origin() {
  const database = memoryDatabase()
  const folder = tempFolder()
  const log = sqliteEventLog(database, () => NOW)
  return {
    log,
    catalogue,
    artifacts: artifactStore(database, folder),
    now: () => NOW,
    files: join(folder, 'artifacts'),
  }
}

type Origin = ReturnType<typeof origin>

/** Visitors `from` to `to`, each of whom touches the items in this order. */
async function visit(
  { log }: Origin,
  { from, to, items, type = 'clicked' }: { from: number; to: number; items: string[]; type?: LoggedEvent['type'] },
): Promise<void> {
  const events = Array.from({ length: to - from }, (_, at) =>
    items.map((item, step) => ({
      id: `${type}-${from + at}-${item}-${step}`,
      type,
      at: NOW - 1_000_000 + (from + at) * 1_000 + step,
      visitor: `visitor-${from + at}`,
      item,
    })),
  )
  await log.append({ events: events.flat(), erased: [] })
}

async function served({ artifacts }: Origin, kind: 'neighbours' | 'baskets'): Promise<NeighbourManifest> {
  const bytes = await artifacts.read((await artifacts.pointers())[kind]?.name ?? '')
  return parseReply(neighbourManifest, JSON.parse(new TextDecoder().decode(bytes ?? new Uint8Array())))
}

async function next(at: Origin, kind: 'neighbours' | 'baskets', session: string[]): Promise<string[]> {
  const manifest = await served(at, kind)
  const bytesOf = async (name: string) => ((await at.artifacts.read(name)) ?? new Uint8Array()).buffer
  const directory = openDirectory(await bytesOf(manifest.directory.name))
  const shards = await Promise.all(manifest.shards.map(async ({ name }) => openShard(await bytesOf(name))))
  const query = {
    directory,
    shardFor: (item: number) => shards[shardOf(directory, item)],
    session: session.map((id) => numberOf(directory, id)),
    parameters: DEFAULT_PARAMETERS,
    limit: 5,
    repeat: 'off' as const,
  }
  return [...recommendNext(query, knnScratch()).items].map((item) => idOf(directory, item))
}

it('says that there are too few sessions, and serves nothing', async () => {
  const at = origin()
  await visit(at, { from: 0, to: 49, items: ['lamp', 'bulb'] })
  expect(await buildNeighbours(at)).toEqual({
    neighbours: { outcome: 'too-few-sessions', sessions: 49, needed: 50 },
    baskets: { outcome: 'too-few-sessions', sessions: 0, needed: 50 },
  })
  expect(await at.artifacts.pointers()).toEqual({
    suggest: null,
    neighbours: null,
    baskets: null,
    knowledge: null,
    model: null,
  })
})

it('serves what was touched in one session, and what was taken in one basket', async () => {
  const at = origin()
  await visit(at, { from: 0, to: 60, items: ['lamp', 'bulb'] })
  await visit(at, { from: 60, to: 120, items: ['desk', 'chair'] })
  await visit(at, { from: 120, to: 180, items: ['lamp', 'desk'], type: 'bought' })
  expect(await buildNeighbours(at)).toEqual({
    neighbours: { outcome: 'published', sessions: 180 },
    baskets: { outcome: 'published', sessions: 60 },
  })
  expect((await next(at, 'neighbours', ['lamp'])).sort()).toEqual(['bulb', 'desk'])
  expect(await next(at, 'baskets', ['lamp'])).toEqual(['desk'])
})

it('leaves out what one visitor alone touched', async () => {
  const at = origin()
  await visit(at, { from: 0, to: 60, items: ['lamp', 'bulb'] })
  await visit(at, { from: 60, to: 61, items: ['lamp', 'secret', 'bulb'] })
  await buildNeighbours(at)
  expect(await next(at, 'neighbours', ['lamp'])).toEqual(['bulb'])
})

it('leaves out what the catalogue does not know', async () => {
  const at = origin()
  await visit(at, { from: 0, to: 300, items: ['lamp', 'invented', 'bulb'] })
  await buildNeighbours(at)
  expect(await next(at, 'neighbours', ['lamp'])).toEqual(['bulb'])
})

it('takes the index back when erasures leave too few sessions', async () => {
  const at = origin()
  await visit(at, { from: 0, to: 50, items: ['lamp', 'bulb'] })
  await buildNeighbours(at)
  expect(readdirSync(at.files)).toHaveLength(3)
  await at.log.append({ events: [], erased: [{ visitor: 'visitor-7', at: NOW }] })
  expect((await buildNeighbours(at)).neighbours).toEqual({ outcome: 'too-few-sessions', sessions: 49, needed: 50 })
  expect((await at.artifacts.pointers()).neighbours).toBe(null)
  expect(readdirSync(at.files)).toEqual([])
})

it('keeps two versions beside the served one, with their parts, and no others', async () => {
  const at = origin()
  for (let version = 1; version <= 5; version++) {
    await visit(at, { from: version * 100, to: version * 100 + 50, items: [`lamp ${version}`, 'bulb'] })
    await buildNeighbours(at)
  }
  // Each version is a manifest, a directory and one shard.
  expect(readdirSync(at.files)).toHaveLength(9)
  expect(await next(at, 'neighbours', ['lamp 5'])).toContain('bulb')
})

it('builds the same bytes from the same log', async () => {
  const at = origin()
  await visit(at, { from: 0, to: 60, items: ['lamp', 'bulb'] })
  await buildNeighbours(at)
  const first = await at.artifacts.pointers()
  await buildNeighbours(at)
  expect(await at.artifacts.pointers()).toEqual(first)
})

it(
  'chooses parameters once a day when there are enough sessions, and an edge can read them',
  { timeout: 30_000 },
  async () => {
    const at = origin()
    const items = (number: number) => [`i${number % 90}`, `i${(number + 1) % 90}`, `i${(number * 7) % 90}`]
    const events = Array.from({ length: 4_000 }, (_, number) =>
      items(number).map((item, step) => ({
        id: `event-${number}-${step}`,
        type: 'clicked' as const,
        at: NOW - 10_000_000 + number * 1_000 + step,
        visitor: `visitor-${number}`,
        item,
      })),
    )
    await at.log.append({ events: events.slice(0, 3_900).flat(), erased: [] })
    await buildNeighbours(at)
    expect((await served(at, 'neighbours')).tuned).toBeUndefined()
    await at.log.append({ events: events.flat(), erased: [] })
    await buildNeighbours(at)
    const { tuned } = await served(at, 'neighbours')
    expect(tuned?.at).toBe(NOW)
    expect(tuned?.parameters).not.toEqual(DEFAULT_PARAMETERS)
    await buildNeighbours({ ...at, now: () => NOW + 86_399_999 })
    expect((await served(at, 'neighbours')).tuned).toEqual(tuned)
    await buildNeighbours({ ...at, now: () => NOW + 86_400_000 })
    expect((await served(at, 'neighbours')).tuned?.at).toBe(NOW + 86_400_000)
  },
)
