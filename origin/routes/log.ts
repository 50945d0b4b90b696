import type { Handler } from 'hono'
import { logBatch } from '#core/contract/events'
import { parse } from '#core/contract/parse'
import { problemReply } from '../http/problem-reply.ts'
import { readText } from '../http/read-text.ts'
import type { Ports } from '../ports.ts'

/** A queue batch of 100 messages of 100 events each stays below. */
const MAX_BYTES = 8 * 1024 * 1024

/** Appends a batch to the event log; the reply says what was new. */
export function appendLog({ log }: Ports): Handler {
  return async (c) => {
    const text = await readText(c.req.raw, MAX_BYTES)
    if (text === null) return problemReply('too-large', `expected at most ${MAX_BYTES} bytes`)
    const json = parseJson(text)
    if (json === undefined) return problemReply('bad-request', 'the body is not JSON; expected { events, erased }')
    const batch = parse(logBatch, json)
    if (batch.outcome === 'rejected') return problemReply('bad-request', batch.detail)
    return c.json(await log.append(batch.value), 200, { 'cache-control': 'no-store' })
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
