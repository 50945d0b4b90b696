/**
 * Calls one of several origins that hold the same: a place in the bulkhead, the better of two whose breakers are closed,
 * one second try at most (either early, when the first is slower than nearly always, or after a failure that another try
 * may mend), all of it within one deadline. What is not safe to send twice is sent once.
 */
import { within } from '#core/deadline'
import { timer } from '../timer.ts'
import { startAttempt, type Attempt, type AttemptDeps } from './attempt.ts'
import { createBulkhead } from './bulkhead.ts'
import type { Called, OriginCall, OriginCaller } from './origin-call.ts'
import { createOriginChoice, type OriginChoice } from './origin-choice.ts'
import { createRetryBudget, type RetryBudget } from './retry-budget.ts'

export type OriginCallerOptions = AttemptDeps & {
  /** From configuration only: no request can choose where we call. */
  baseUrls: readonly string[]
  random: () => number
  /** For the whole of it, both tries together. */
  timeoutMs: number
  /** Whether an answer of this status says that another moment, or another origin, may do. */
  isMendable: (status: number) => boolean
  /** Whether a slow origin is worth asking twice when there is no other: behind one address there may be many machines. */
  hedgesAlone: boolean
}

type Parts = OriginCallerOptions & { choice: OriginChoice; budget: RetryBudget }

/** A Worker may have six connections waiting for headers; the platform queues the rest, and so do these few. */
const PLACES = { places: 24, queue: 64 }
/** A hedge earlier than this costs more than it saves. */
const LEAST_HEDGE_MS = 20
const BACKOFF_MS = 30

export function createOriginCaller(options: OriginCallerOptions): OriginCaller {
  const { now, random, baseUrls: urls } = options
  const bulkhead = createBulkhead({ ...PLACES, maxHeldMs: options.timeoutMs * 3, now })
  const parts = { ...options, choice: createOriginChoice({ urls, now, random }), budget: createRetryBudget() }
  return {
    async call(call) {
      const endsAt = now() + options.timeoutMs
      const leave = await bulkhead.enter(call.purpose, options.timeoutMs)
      if (leave === undefined) return { outcome: 'crowded', originMs: 0 }
      try {
        parts.budget.earn()
        return await tryTwice(parts, call, endsAt)
      } finally {
        leave()
      }
    },
  }
}

async function tryTwice<T>(parts: Parts, call: OriginCall<T>, endsAt: number): Promise<Called<T>> {
  const start = (except?: Attempt<T>): Attempt<T> | undefined => {
    const candidate = parts.choice.choose(except?.candidate)
    const timeoutMs = Math.max(1, endsAt - parts.now())
    return candidate && startAttempt(parts, candidate, { call, timeoutMs })
  }
  const first = start()
  if (first === undefined) return { outcome: 'failed', cause: new Error('every origin is resting'), originMs: 0 }
  if (!call.repeatable) return first.reply
  const hedges = call.purpose === 'visitor' && (parts.hedgesAlone || parts.baseUrls.length > 1)
  const hedgeAfter = hedges ? first.candidate.latency.p95() : undefined
  if (hedgeAfter !== undefined) {
    const early = await within(() => first.reply, Math.max(LEAST_HEDGE_MS, hedgeAfter), timer)
    if (early.outcome === 'late') return hedge(parts, first, parts.budget.spend() ? start(first) : undefined)
  }
  const reply = await first.reply
  if (!isMendable(parts, reply)) return reply
  const pauseMs = BACKOFF_MS * (0.5 + parts.random())
  if (parts.now() + pauseMs >= endsAt) return reply
  // Going over to one that is well adds nothing to what it would have been asked without the sick one.
  if (!parts.choice.hasOther(first.candidate) && !parts.budget.spend()) return reply
  await new Promise((resolve) => setTimeout(resolve, pauseMs))
  return (await start(first)?.reply) ?? reply
}

/** Both are under way: the first good reply wins and the other is cancelled. */
async function hedge<T>(parts: Parts, first: Attempt<T>, second: Attempt<T> | undefined): Promise<Called<T>> {
  if (second === undefined) return first.reply
  const good = async (attempt: Attempt<T>, other: Attempt<T>): Promise<Called<T>> => {
    const reply = await attempt.reply
    if (reply.outcome !== 'replied' || parts.isFault(reply.status)) return Promise.reject(new NotGood(reply.outcome))
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
  constructor(outcome: string) {
    super(`not a reply to win with: ${outcome}`)
  }
}

/** Nothing was answered, or the answer says that another moment may do. A deadline that is over cannot be mended. */
function isMendable<T>(parts: Parts, reply: Called<T>): boolean {
  return reply.outcome === 'failed' || (reply.outcome === 'replied' && parts.isMendable(reply.status))
}
