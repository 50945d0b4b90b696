import { expect, it } from 'vitest'
import type { Impression } from '#core/contract/impressions'
import type { LoggedEvent } from '#core/contract/events'
import { sqliteImpressionStore } from '../../../origin/log/impression-store.ts'
import { sqliteEventLog } from '../../../origin/log/sqlite-event-log.ts'
import { memoryDatabase } from '../memory-database.ts'

const MINUTE = 60_000
const DAY = 86_400_000
const START = 1_000 * DAY

const shown = (id: string, at: number, change: Partial<Impression> = {}): Impression => ({
  id,
  at,
  visitor: 'ann',
  surface: 'search',
  seed: null,
  query: '',
  filter: '',
  model: 'm',
  policy: 'everyones',
  first: 0,
  items: ['a', 'b'],
  explored: null,
  ...change,
})
const click = (item: string, at: number, visitor = 'ann'): LoggedEvent => ({
  id: `click-${item}-${at}-${visitor}`,
  type: 'clicked',
  at,
  visitor,
  item,
})

function opened() {
  const database = memoryDatabase()
  const log = sqliteEventLog(database, () => START)
  const impressions = sqliteImpressionStore(database)
  const trials = async () => Object.fromEntries(await impressions.trials(['a', 'b', 'c', 'never']))
  const add = (list: Impression[], events: LoggedEvent[] = []) => log.append({ events, erased: [], impressions: list })
  return { ...impressions, log, add, counted: trials }
}

it('counts showings and the clicks that followed them, of visitors who can be followed, once', async () => {
  const store = opened()
  await store.add(
    [
      shown('1', START),
      shown('2', START + 1, { visitor: null }),
      shown('3', START + 2, { visitor: 'bob', items: ['b', 'c'] }),
    ],
    [
      click('a', START + MINUTE),
      click('a', START + 2 * MINUTE),
      click('b', START - 1),
      click('c', START + 31 * MINUTE, 'bob'),
    ],
  )
  expect(await store.settle(START + 29 * MINUTE)).toEqual({ counted: 0, deleted: 0 })
  expect(await store.counted()).toEqual({})
  expect(await store.settle(START + 31 * MINUTE)).toEqual({ counted: 3, deleted: 0 })
  const expected = { a: { shown: 1, clicks: 1 }, b: { shown: 2, clicks: 0 }, c: { shown: 1, clicks: 0 } }
  expect(await store.counted()).toEqual(expected)
  expect(await store.settle(START + 31 * MINUTE)).toEqual({ counted: 0, deleted: 0 })
  expect(await store.counted()).toEqual(expected)
})

it('halves counts in a fortnight, and forgets an item that is not shown any more', async () => {
  const store = opened()
  await store.add(Array.from({ length: 10 }, (_, at) => shown(`${at}`, START + at)))
  await store.settle(START + 31 * MINUTE)
  await store.settle(START + 31 * MINUTE + 14 * DAY)
  expect((await store.counted()).a).toEqual({ shown: 5, clicks: 0 })
  for (let fortnight = 2; fortnight < 10; fortnight += 1) await store.settle(START + 31 * MINUTE + fortnight * 14 * DAY)
  expect(await store.counted()).toEqual({})
})

it('takes more than one transaction for many, and deletes what is older than ninety days', async () => {
  const store = opened()
  await store.add(Array.from({ length: 5_001 }, (_, at) => shown(`${at}`, START + Math.floor(at / 3))))
  await store.add([shown('young', START + 80 * DAY)])
  expect(await store.settle(START + MINUTE + 90 * DAY)).toEqual({ counted: 5_002, deleted: 5_001 })
  expect(await store.settle(START + 2 * MINUTE + 90 * DAY)).toEqual({ counted: 0, deleted: 0 })
})

it('counts a click of a slow clock when it names what it answers', async () => {
  const store = opened()
  const early = { ...click('a', START - MINUTE), impression: '1' }
  await store.add(
    [shown('1', START), shown('2', START, { visitor: 'bob' })],
    [early, click('b', START - MINUTE, 'bob')],
  )
  await store.settle(START + 40 * MINUTE)
  expect(await store.counted()).toEqual({ a: { shown: 2, clicks: 1 }, b: { shown: 2, clicks: 0 } })
})
