import { expect, it } from 'vitest'
import { sqliteEventLog } from '../../../origin/log/sqlite-event-log.ts'
import { sqliteTrainingHistory } from '../../../origin/log/training-history.ts'
import { memoryDatabase } from '../memory-database.ts'

const START = 1_000 * 86_400_000

it('puts what answers a list behind it, however slow the clock of who answered', async () => {
  const database = memoryDatabase()
  const list = {
    surface: 'search',
    seed: null,
    query: '',
    filter: '',
    model: 'm',
    policy: 'personal',
    first: 0,
  } as const
  const deed = (id: string, at: number, impression?: string) => ({
    id,
    type: 'clicked' as const,
    at,
    visitor: 'ann',
    item: id,
    ...(impression !== undefined && { impression }),
  })
  await sqliteEventLog(database, () => START).append({
    events: [deed('b', START - 90_000, 'one'), deed('a', START - 60_000), deed('c', START + 1, 'one')],
    erased: [],
    impressions: [{ ...list, id: 'one', at: START, visitor: 'ann', items: ['b', 'c'], explored: null }],
  })
  const read: string[] = []
  for await (const entry of sqliteTrainingHistory(database).read({ limit: 10 })) {
    read.push(`${entry.kind === 'list' ? entry.id : entry.item} ${entry.at - START}`)
  }
  expect(read).toEqual(['a -60000', 'one 0', 'b 0', 'c 1'])
})
