import { expect, it } from 'vitest'
import { sqliteEventLog } from '../../../origin/log/sqlite-event-log.ts'
import { memoryDatabase } from '../memory-database.ts'
import { eventLogContract } from './event-log.contract.ts'

eventLogContract('SQLite', (now) => sqliteEventLog(memoryDatabase(), now))

it('keeps nothing of a batch that fails in the middle', async () => {
  const database = memoryDatabase()
  const log = sqliteEventLog(database, () => 0)
  const good = { id: 'event-good', type: 'viewed', at: 1, visitor: 'ann', item: 'lamp' } as const
  // The table is strict: half a millisecond cannot be stored.
  await expect(log.append({ events: [good, { ...good, id: 'event-bad', at: 1.5 }], erased: [] })).rejects.toThrow(
    'cannot store REAL value in INTEGER column',
  )
  expect(await log.append({ events: [good], erased: [] })).toEqual({ accepted: 1, duplicates: 0 })
})
