/** Asks the origin service: a GET with the deployment's secret, its answer read whole. */
import { createOriginCaller, type OriginCallerOptions } from './origin-caller.ts'
import type { Origin } from './origin.ts'

export type OriginClientOptions = Omit<OriginCallerOptions, 'isFault' | 'isMendable' | 'hedgesAlone'> & {
  secret: string
}

/** The service is ours: a 5xx is a fault of it, and these three another moment may mend. */
const MENDABLE = new Set([502, 503, 504])

export function createOriginClient(options: OriginClientOptions): Origin {
  const { secret, ...rest } = options
  const caller = createOriginCaller({
    ...rest,
    isFault: (status) => status >= 500,
    isMendable: (status) => MENDABLE.has(status),
    hedgesAlone: true,
  })
  return {
    async fetch({ path, headers, purpose }) {
      const called = await caller.call({
        path,
        method: 'GET',
        headers: { accept: 'application/json', ...headers, authorization: `Bearer ${secret}` },
        purpose,
        repeatable: true,
        receive: async (response) => ({
          headers: response.headers,
          body: new Uint8Array(await response.arrayBuffer()),
        }),
      })
      if (called.outcome !== 'replied') return called
      const { status, value, originMs } = called
      return { outcome: 'replied', status, ...value, originMs }
    },
  }
}
