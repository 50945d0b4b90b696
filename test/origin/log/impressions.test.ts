import { expect, it } from 'vitest'
import type { Impression } from '#core/contract/impressions'
import { sqliteEventLog } from '../../../origin/log/sqlite-event-log.ts'
import { memoryDatabase } from '../memory-database.ts'

const shown = (change: Partial<Impression>): Impression => ({
  id: 'one',
  at: 1_000,
  visitor: 'ann',
  surface: 'search',
  seed: null,
  query: 'moon',
  filter: '',
  model: 'm',
  policy: 'personal',
  first: 20,
  items: ['a', 'b'],
  explored: { position: 21, propensity: 0.25 },
  ...change,
})

it('keeps each impression once, and none of an erased visitor, whichever comes first', async () => {
  const database = memoryDatabase()
  const log = sqliteEventLog(database, () => 2_000)
  const rows = () =>
    database
      .prepare('SELECT id, visitor, first, items, explored_position, propensity FROM impressions ORDER BY id')
      .all()
  const impressions = [shown({}), shown({ items: ['other'] }), shown({ id: 'two', visitor: null, explored: null })]
  await log.append({ events: [], erased: [], impressions })
  expect(rows()).toEqual([
    { id: 'one', visitor: 'ann', first: 20, items: '["a","b"]', explored_position: 21, propensity: 0.25 },
    { id: 'two', visitor: null, first: 20, items: '["a","b"]', explored_position: null, propensity: null },
  ])
  await log.append({ events: [], erased: [{ visitor: 'ann', at: 1_500 }] })
  await log.append({ events: [], erased: [], impressions: [shown({ id: 'late' }), shown({ id: 'new', at: 1_501 })] })
  expect(rows().map(({ id }) => id)).toEqual(['new', 'two'])
})
