import { createHttpCache } from '../../../worker/cache/http-cache.ts'
import { createMemoryStore } from '../../../worker/cache/memory-store.ts'
import type { Store } from '../../../worker/cache/store.ts'
import type { Upstream } from '../../../worker/cache/upstream.ts'
import { createUpstreamCaller } from '../../../worker/cache/upstream-router.ts'
import { isolateOf } from './isolate.ts'

type Origin = (request: Request) => Response | Promise<Response>

/** The HTTP cache in front of an origin that is a function. */
export function createHttpRig(
  origin: Origin,
  changes: Partial<Omit<Upstream, 'origins'>> = {},
  shared: { clock?: { at: number }; slower?: Store[] } = {},
) {
  const { clock = { at: 1_000_000_000_000 }, slower = [] } = shared
  const now = (): number => clock.at
  const isolate = isolateOf({ now, memory: createMemoryStore({ maxBytes: 1_000_000, now }), slower })
  const asked: Request[] = []
  const upstream: Upstream = {
    name: 'site',
    site: 'https://origin.test',
    visitors: 'bypass',
    params: 'all',
    fields: [],
    maxBodyBytes: 10_000,
    ...changes,
    origins: createUpstreamCaller({
      baseUrls: ['https://origin.test'],
      async fetch(url, init) {
        const request = new Request(url, init)
        asked.push(request)
        return origin(request)
      },
      now,
      random: () => 0,
      headersMs: 1_000,
      timeoutMs: 1_000,
    }),
  }
  const cache = createHttpCache({ ...isolate, upstream, random: () => 0 })
  const handle = async (path: string, init: RequestInit = {}): Promise<Response> =>
    cache.handle(new Request(`https://edge.test${path}`, init), { waitUntil: isolate.waitUntil, deadlineMs: 1_000 })
  return {
    clock,
    asked,
    isolate,
    handle,
    /** The body of a GET, and what Cache-Status says of it. */
    async get(path: string, headers: Record<string, string> = {}) {
      const response = await handle(path, { headers })
      return { status: response.status, body: await response.text(), cache: response.headers.get('cache-status') ?? '' }
    },
  }
}

/** A response whose body is the number of the request: equal bodies came from one request. */
export function counting(headers: Record<string, string>): Origin {
  let n = 0
  return () => new Response(String(++n), { headers })
}
