import { withDeadline } from '../cache/deadline.ts'
import type { Candidate } from './origin-choice.ts'
import type { OriginReply, OriginRequest } from './origin.ts'

export type AttemptDeps = {
  secret: string
  fetch: (url: string, init: RequestInit) => Promise<Response>
  now: () => number
}

export type Attempt = { readonly candidate: Candidate; readonly reply: Promise<OriginReply>; cancel(): void }

/** One try at one origin: the deadline covers connecting, the headers and the last byte of the body. */
export function startAttempt(
  deps: AttemptDeps,
  candidate: Candidate,
  call: { request: OriginRequest; timeoutMs: number },
): Attempt {
  const abort = new AbortController()
  let cancelled = false
  candidate.underWay += 1
  const run = async (): Promise<OriginReply> => {
    const reply = await exchange(deps, { ...call, url: candidate.url + call.request.path, signal: abort.signal })
    if (reply.outcome === 'timeout') abort.abort()
    candidate.underWay -= 1
    // A cancelled try was slow, not wrong: as "ok" it gives a probe's place back, and its time counts.
    const healthy = reply.outcome === 'replied' && reply.status < 500
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

async function exchange(
  deps: AttemptDeps,
  call: { request: OriginRequest; url: string; timeoutMs: number; signal: AbortSignal },
): Promise<OriginReply> {
  const startedAt = deps.now()
  const elapsed = (): number => deps.now() - startedAt
  try {
    const exchanged = await withDeadline(readReply(deps, call), call.timeoutMs)
    if (exchanged.outcome === 'late') return { outcome: 'timeout', originMs: elapsed() }
    const { response, body } = exchanged.value
    return { outcome: 'replied', status: response.status, headers: response.headers, body, originMs: elapsed() }
  } catch (cause) {
    return { outcome: 'failed', cause, originMs: elapsed() }
  }
}

/** Redirects are not followed: the origin has no business sending us elsewhere. */
async function readReply(
  deps: AttemptDeps,
  call: { request: OriginRequest; url: string; timeoutMs: number; signal: AbortSignal },
): Promise<{ response: Response; body: Uint8Array }> {
  const response = await deps.fetch(call.url, {
    headers: {
      accept: 'application/json',
      ...call.request.headers,
      authorization: `Bearer ${deps.secret}`,
      'x-deadline-ms': String(Math.floor(call.timeoutMs)),
    },
    redirect: 'manual',
    signal: call.signal,
  })
  return { response, body: new Uint8Array(await response.arrayBuffer()) }
}
