/**
 * Asks the origin service: a place in the bulkhead, the better of two origins whose breakers are closed, one second try
 * at most (either early, when the first is slower than nearly always, or after a failure that another try may mend), all
 * of it within one deadline. GET only, so a second try is always safe.
 */
import { withDeadline } from '../cache/deadline.ts'
import { startAttempt, type Attempt } from './attempt.ts'
import { createBulkhead } from './bulkhead.ts'
import { createOriginChoice, type OriginChoice } from './origin-choice.ts'
import type { Origin, OriginReply, OriginRequest } from './origin.ts'
import { createRetryBudget, type RetryBudget } from './retry-budget.ts'

export type OriginClientOptions = {
  /** From configuration only: no request can choose where we call. */
  baseUrls: readonly string[]
  secret: string
  fetch: (url: string, init: RequestInit) => Promise<Response>
  now: () => number
  random: () => number
  /** For the whole of it, both tries together. */
  timeoutMs: number
}

type Parts = OriginClientOptions & { choice: OriginChoice; budget: RetryBudget }

/** A Worker may have six connections waiting for headers; the platform queues the rest, and so do these few. */
const PLACES = { places: 24, queue: 64 }
/** A hedge earlier than this costs more than it saves. */
const LEAST_HEDGE_MS = 20
const BACKOFF_MS = 30

export function createOriginClient(options: OriginClientOptions): Origin {
  const { now, random, baseUrls: urls } = options
  const bulkhead = createBulkhead(PLACES)
  const parts = { ...options, choice: createOriginChoice({ urls, now, random }), budget: createRetryBudget() }
  return {
    async fetch(request) {
      const endsAt = now() + options.timeoutMs
      const leave = await bulkhead.enter(request.purpose, options.timeoutMs)
      if (leave === undefined) return { outcome: 'failed', cause: new Error('too many calls under way'), originMs: 0 }
      try {
        parts.budget.earn()
        return await tryTwice(parts, request, endsAt)
      } finally {
        leave()
      }
    },
  }
}

async function tryTwice(parts: Parts, request: OriginRequest, endsAt: number): Promise<OriginReply> {
  const start = (except?: Attempt): Attempt | undefined => {
    const candidate = parts.choice.choose(except?.candidate)
    const timeoutMs = Math.max(1, endsAt - parts.now())
    return candidate && startAttempt(parts, candidate, { request, timeoutMs })
  }
  const first = start()
  if (first === undefined) return { outcome: 'failed', cause: new Error('every origin is resting'), originMs: 0 }
  const hedgeAfter = request.purpose === 'visitor' ? first.candidate.latency.p95() : undefined
  if (hedgeAfter !== undefined) {
    const early = await withDeadline(first.reply, Math.max(LEAST_HEDGE_MS, hedgeAfter))
    if (early.outcome === 'late') return hedge(first, parts.budget.spend() ? start(first) : undefined)
  }
  const reply = await first.reply
  if (!isMendable(reply)) return reply
  const pauseMs = BACKOFF_MS * (0.5 + parts.random())
  if (parts.now() + pauseMs >= endsAt || !parts.budget.spend()) return reply
  await new Promise((resolve) => setTimeout(resolve, pauseMs))
  return (await start(first)?.reply) ?? reply
}

/** Both are under way: the first good reply wins and the other is cancelled. */
async function hedge(first: Attempt, second: Attempt | undefined): Promise<OriginReply> {
  if (second === undefined) return first.reply
  const good = async (attempt: Attempt, other: Attempt): Promise<OriginReply> => {
    const reply = await attempt.reply
    if (reply.outcome !== 'replied' || reply.status >= 500) return Promise.reject(new NotGood(reply))
    other.cancel()
    return reply
  }
  try {
    return await Promise.any([good(first, second), good(second, first)])
  } catch (error) {
    if (error instanceof AggregateError) return first.reply
    throw error
  }
}

class NotGood extends Error {
  constructor(reply: OriginReply) {
    super(`not a reply to win with: ${reply.outcome}`)
  }
}

/** Nothing was answered, or the answer says that another moment may do. A deadline that is over cannot be mended. */
function isMendable(reply: OriginReply): boolean {
  return reply.outcome === 'failed' || (reply.outcome === 'replied' && [502, 503, 504].includes(reply.status))
}
