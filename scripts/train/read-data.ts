import type { Schema } from '#core/rank/features/fields'
import type { LogEvent } from '#core/rank/features/log-event'
import { catalogueSchema } from '../../origin/jobs/catalogue-schema.ts'
import { trainingLog } from '../../origin/jobs/training-log.ts'
import { sqlitePorts } from '../../origin/sqlite-ports.ts'
import { openStorage } from '../../origin/storage/open.ts'

/** The newest lists of a log; with what was done behind them they are held in memory. */
const MAX_LISTS = 100_000

/** The log of an origin's data folder, which may be running, and the fields that its job counts by. */
export async function readData(folder: string): Promise<{ events: LogEvent[]; schema: Schema }> {
  const opened = openStorage(folder)
  if (opened.outcome !== 'opened') throw new Error(opened.sentence)
  try {
    const events: LogEvent[] = []
    const ports = sqlitePorts(opened.storage, Date.now)
    for await (const event of trainingLog(ports, { lists: MAX_LISTS })) events.push(event)
    if (events.length === 0) throw new Error(`${folder}: no list was shown yet, so there is nothing to learn from.`)
    return { events, schema: await catalogueSchema(ports) }
  } finally {
    opened.storage.close()
  }
}
