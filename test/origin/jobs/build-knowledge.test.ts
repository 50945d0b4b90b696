import { expect, it } from 'vitest'
import type { LogBatch } from '#core/contract/events'
import { openKnowledge } from '#core/rank/features/knowledge-codec'
import { replayLog } from '#core/rank/train/replay-log'
import { readData } from '../../../scripts/train/read-data.ts'
import { demoOrigin, NOW } from '../demo-origin.ts'

const { get, post, origin, folder } = demoOrigin()
const [ALIEN, JAWS, PSYCHO] = ['alien-1979', 'jaws-1975', 'psycho-1998']

/** Lists of three that many saw: the last is clicked whoever looks. */
function batch(lists: number): LogBatch {
  const numbers = Array.from({ length: lists }, (_, number) => number)
  return {
    erased: [],
    impressions: numbers.map((number) => ({
      id: `impression-${number}`,
      at: NOW + number * 60_000,
      visitor: number % 2 === 0 ? `visitor ${number % 10}` : null,
      surface: 'search',
      seed: null,
      query: 'fright',
      filter: '',
      model: 'm',
      policy: 'everyones',
      first: 0,
      items: [ALIEN, JAWS, PSYCHO],
      context: { matches: [1, 0.5, 0.25], hour: 21, device: 'phone' },
      explored: null,
    })),
    events: numbers.map((number) => ({
      id: `click-${number}`,
      type: 'clicked',
      at: NOW + number * 60_000 + 5_000,
      visitor: `visitor ${number % 10}`,
      item: PSYCHO,
      position: 2,
      impression: `impression-${number}`,
    })),
  }
}

const artifact = async () => ((await get('/v1/artifacts')).body as { knowledge: { name: string } | null }).knowledge

it('counts clicks against places, items and queries, and takes the counts back with too few lists', async () => {
  await post('/v1/log', batch(10))
  await post('/v1/publish', { artifact: 'latest', kind: 'knowledge' })
  expect(await artifact()).toBeNull()
  await post('/v1/log', batch(60))
  await post('/v1/publish', { artifact: 'latest', kind: 'knowledge' })
  const served = await artifact()
  const bytes = await get(`/v1/artifacts/${served?.name}`)
  expect(bytes.status).toBe(200)
})

it('counts by the very columns that training on the folder fills, though few of its items were shown', async () => {
  const name = (await artifact())?.name ?? ''
  const reply = await origin().fetch(new Request(`http://origin.test/v1/artifacts/${name}`))
  const counted = openKnowledge(await reply.arrayBuffer()).store.schema
  const { events, schema } = await readData(folder)
  expect(events.filter(({ kind }) => kind === 'item').length).toBe(3)
  expect(counted).toEqual(schema)
  expect(schema.fields.length).toBeGreaterThan(6)
})

it('trains on the same log: the impression that a click names, hour, device and match', async () => {
  const { events, schema } = await readData(folder)
  const { replay, lists } = replayLog(events, { schema })
  expect(schema.given).toEqual(['match'])
  expect(schema.fields.map(({ name }) => name)).toContain('genre')
  expect(lists.length).toBe(60)
  expect(lists.map((list) => [...list.labels])).toEqual(lists.map(() => [0, 0, 1]))
  // The visitor's next deed came ten minutes later: they stayed.
  expect([...(lists[0]?.acts.keys() ?? [])]).toEqual(['clicked', 'dwelt'])
  const { store, priors } = replay.knowledge
  const lift = (id: string) => priors.items.lift(store.get(id, NOW).index)
  expect(lift(PSYCHO)).toBeGreaterThan(2)
  expect(lift(ALIEN)).toBeLessThan(0.5)
  expect(priors.pairKeys().map((pair) => pair.split(' ')[1])).toEqual(['fright', 'fright', 'fright'])
})
