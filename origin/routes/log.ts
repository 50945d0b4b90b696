import type { Handler } from 'hono'
import { logBatch } from '#core/contract/events'
import { readBody } from '../http/read-body.ts'
import type { Ports } from '../ports.ts'

/** A queue batch of 100 messages of 100 events each stays below. */
const MAX_BYTES = 8 * 1024 * 1024

/** Appends a batch to the event log; the reply says what was new. */
export function appendLog({ log }: Ports): Handler {
  return async (c) => {
    const batch = await readBody(c.req.raw, logBatch, MAX_BYTES)
    if (batch.outcome === 'refused') return batch.response
    return c.json(await log.append(batch.value), 200, { 'cache-control': 'no-store' })
  }
}
