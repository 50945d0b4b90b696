import type { Origin, OriginReply, OriginRequest } from './origin.ts'

export type OriginClientOptions = {
  /** From configuration only: no request can choose where we call. */
  baseUrl: string
  secret: string
  fetch: (url: string, init: RequestInit) => Promise<Response>
  now: () => number
  /** For the whole exchange: connecting, the headers and the last byte of the body. */
  timeoutMs: number
}

/** Asks the origin service. Redirects are not followed: the origin has no business sending us elsewhere. */
export function createOriginClient(options: OriginClientOptions): Origin {
  const base = options.baseUrl.replace(/\/+$/, '')
  return {
    async fetch(request: OriginRequest): Promise<OriginReply> {
      const startedAt = options.now()
      const elapsed = (): number => options.now() - startedAt
      const signal = AbortSignal.timeout(options.timeoutMs)
      try {
        const response = await options.fetch(base + request.path, {
          headers: {
            accept: 'application/json',
            ...request.headers,
            authorization: `Bearer ${options.secret}`,
            'x-deadline-ms': String(options.timeoutMs),
          },
          redirect: 'manual',
          signal,
        })
        const body = new Uint8Array(await response.arrayBuffer())
        return { outcome: 'replied', status: response.status, headers: response.headers, body, originMs: elapsed() }
      } catch (cause) {
        if (signal.aborted) return { outcome: 'timeout', originMs: elapsed() }
        return { outcome: 'failed', cause, originMs: elapsed() }
      }
    },
  }
}
