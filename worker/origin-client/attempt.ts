import { within } from '#core/deadline'
import { timer } from '../timer.ts'
import type { Called, OriginCall } from './origin-call.ts'
import type { Candidate } from './origin-choice.ts'

export type AttemptDeps = {
  fetch: (url: string, init: RequestInit) => Promise<Response>
  now: () => number
  /**
   * Until the headers of an answer that may be asked for again. The platform opens connections itself and says nothing of
   * it, so this stands in for a limit on connecting: an origin that cannot be reached has answered nothing by then either.
   */
  headersMs: number
  /** Whether an answer of this status means that the origin itself is not well. */
  isFault: (status: number) => boolean
}

export type Attempt<T> = { readonly candidate: Candidate; readonly reply: Promise<Called<T>>; cancel(): void }

/** One try at one origin: the deadline covers connecting, the headers, and as much of the body as the call receives. */
export function startAttempt<T>(
  deps: AttemptDeps,
  candidate: Candidate,
  tried: { call: OriginCall<T>; timeoutMs: number },
): Attempt<T> {
  const abort = new AbortController()
  let cancelled = false
  candidate.underWay += 1
  const run = async (): Promise<Called<T>> => {
    const reply = await exchange(deps, { ...tried, url: candidate.url + tried.call.path, signal: abort.signal })
    if (reply.outcome !== 'replied') abort.abort()
    candidate.underWay -= 1
    // A cancelled try was slow, not wrong: as "ok" it gives a probe's place back, and its time counts.
    const healthy = reply.outcome === 'replied' && !deps.isFault(reply.status)
    candidate.breaker.record(healthy || cancelled ? 'ok' : 'failed')
    if (healthy || cancelled) candidate.latency.record(reply.originMs)
    else candidate.failedAt = deps.now()
    return reply
  }
  return {
    candidate,
    reply: run(),
    cancel() {
      cancelled = true
      abort.abort()
    },
  }
}

type Exchange<T> = { call: OriginCall<T>; url: string; timeoutMs: number; signal: AbortSignal }

async function exchange<T>(deps: AttemptDeps, exchanged: Exchange<T>): Promise<Called<T>> {
  const { call, timeoutMs } = exchanged
  const startedAt = deps.now()
  const elapsed = (): number => deps.now() - startedAt
  const headersMs = call.repeatable ? Math.min(deps.headersMs, timeoutMs) : timeoutMs
  const answered = await within(() => deps.fetch(exchanged.url, initOf(exchanged)), headersMs, timer)
  if (answered.outcome === 'late') return { outcome: 'timeout', originMs: elapsed() }
  if (answered.outcome === 'failed') return { outcome: 'failed', cause: answered.cause, originMs: elapsed() }
  const response = answered.value
  const received = await within(() => call.receive(response), Math.max(0, timeoutMs - elapsed()), timer)
  if (received.outcome === 'late') return { outcome: 'timeout', originMs: elapsed() }
  if (received.outcome === 'failed') return { outcome: 'failed', cause: received.cause, originMs: elapsed() }
  return { outcome: 'replied', status: response.status, value: received.value, originMs: elapsed() }
}

/** Redirects are not followed: where an origin sends us is the visitor's business, or nobody's. */
function initOf<T>({ call, timeoutMs, signal }: Exchange<T>): RequestInit {
  const headers = { ...call.headers, 'x-deadline-ms': String(Math.floor(timeoutMs)) }
  return { method: call.method, headers, body: call.body ?? null, redirect: 'manual', signal }
}
