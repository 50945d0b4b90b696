/**
 * Impressions of this isolate on their way to the queue. A message costs money, so there is one a second at most, or
 * one for 50 impressions: the first after a quiet second goes at once, the others wait for company. What waits when
 * the platform ends the isolate, and what the queue does not take, is lost: impressions are statistics, not accounts.
 */
import type { Impression } from '#core/contract/impressions'

const EVERY_MS = 1_000
const MOST = 50
/** Characters of item ids; a queue's message holds 128 KB. */
const MOST_CHARACTERS = 50_000

export type ImpressionBatch = { add(impression: Impression, waitUntil: (work: Promise<unknown>) => void): void }

export function createImpressionBatch(deps: {
  send: (impressions: Impression[]) => Promise<unknown>
  now: () => number
  onLost: () => void
}): ImpressionBatch {
  let waiting: Impression[] = []
  let characters = 0
  let sentAt = -Infinity
  return {
    add(impression, waitUntil) {
      waiting.push(impression)
      characters += impression.items.reduce((sum, id) => sum + id.length, 0)
      const due = deps.now() - sentAt >= EVERY_MS
      if (!due && waiting.length < MOST && characters < MOST_CHARACTERS) return
      const batch = waiting
      waiting = []
      characters = 0
      sentAt = deps.now()
      waitUntil(deps.send(batch).catch(deps.onLost))
    },
  }
}
