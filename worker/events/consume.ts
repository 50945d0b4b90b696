/**
 * The queue's consumer: hands each batch to the origin's log. At-least-once on the way, exactly-once in effect: the
 * log counts by event id. Until the origin says yes the messages stay in the queue.
 */
import type { LogBatch } from '#core/contract/events'

const LOG_DEADLINE_MS = 10_000
const RETRY_SECONDS = 5

export type LogTarget = { originUrl: string; originSecret: string; fetch: typeof fetch }

export async function consume(batch: MessageBatch<LogBatch>, target: LogTarget): Promise<void> {
  const body: LogBatch = {
    events: batch.messages.flatMap((message) => message.body.events),
    erased: batch.messages.flatMap((message) => message.body.erased),
    impressions: batch.messages.flatMap((message) => message.body.impressions ?? []),
  }
  const refusal = await deliver(body, target)
  if (refusal === undefined) return batch.ackAll()
  console.error(JSON.stringify({ event: 'log-not-written', messages: batch.messages.length, cause: refusal }))
  batch.retryAll({ delaySeconds: RETRY_SECONDS })
}

/** Undefined when the log has the batch, otherwise why not. */
async function deliver(body: LogBatch, target: LogTarget): Promise<string | undefined> {
  try {
    const response = await target.fetch(`${target.originUrl}/v1/log`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${target.originSecret}` },
      body: JSON.stringify(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(LOG_DEADLINE_MS),
    })
    await response.body?.cancel()
    return response.ok ? undefined : `the origin answered ${response.status}`
  } catch (cause) {
    return String(cause)
  }
}
