/**
 * Impressions of this isolate on their way to the queue. A message costs money, so there is one a second at most, or
 * one for 50 impressions: the first after a quiet second goes at once, the others wait for company until the second is
 * over. What waits when the platform ends the isolate, and what the queue does not take, is lost: impressions are
 * statistics, not accounts.
 */
import type { Impression } from '#core/contract/impressions'
import type { Timer } from '#core/deadline'

export const EVERY_MS = 1_000
const MOST = 50
/** Characters of item ids; a queue's message holds 128 KB. */
const MOST_CHARACTERS = 50_000

/** A timer belongs to the request that sets it, and dies with it unless `waitUntil` keeps that request. */
type Request = { waitUntil: (work: Promise<unknown>) => void; timer: Timer }

export type ImpressionBatch = { add(impression: Impression, request: Request): void }

export function createImpressionBatch(deps: {
  send: (impressions: Impression[]) => Promise<unknown>
  now: () => number
  onLost: () => void
}): ImpressionBatch {
  let waiting: Impression[] = []
  let characters = 0
  let sentAt = -Infinity
  const send = (): Promise<unknown> => {
    const batch = waiting
    waiting = []
    characters = 0
    sentAt = deps.now()
    return deps.send(batch).catch(deps.onLost)
  }
  /** Only the first that waits calls this. A batch that another request sent earlier is left alone. */
  const sendAfter = async (ms: number, timer: Timer): Promise<void> => {
    const batch = waiting
    await new Promise<void>((resolve) => void timer.set(resolve, ms))
    if (waiting === batch) await send()
  }
  return {
    add(impression, { waitUntil, timer }) {
      waiting.push(impression)
      characters += impression.items.reduce((sum, id) => sum + id.length, 0)
      const left = sentAt + EVERY_MS - deps.now()
      // Late company also sends, should the platform have ended the request that keeps the timer.
      if (left <= 0 || waiting.length >= MOST || characters >= MOST_CHARACTERS) return waitUntil(send())
      if (waiting.length === 1) waitUntil(sendAfter(left, timer))
    },
  }
}
