/**
 * The rows of the failure ladder that concern the cache and the origin, each broken on the wire over loopback. Warm keys
 * keep answering 200 from stale, and nobody waits much longer than the budget says.
 */
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { createHttpCache } from '../../../worker/cache/http-cache.ts'
import { createMemoryStore } from '../../../worker/cache/memory-store.ts'
import { createSharedCache } from '../../../worker/cache/shared-cache.ts'
import { createUpstreamCaller } from '../../../worker/cache/upstream-router.ts'
import { createOriginClient } from '../../../worker/origin-client/origin-client.ts'
import { isolateOf } from './isolate.ts'

const faulty = inject('faultyOriginUrl')
const BUDGET_MS = 150
const SLACK_MS = 50

/** `connect`: the origin's port is closed, as when its process is gone. */
const MODES = [
  'refused',
  'hang-before-headers',
  'hang-after-headers',
  'drip',
  'reset',
  'error-503',
  'garbage',
  'half-a-body',
]

/** Both fronts of the engine have the same ladder: the API's shared parts, and any upstream origin. */
const FRONTS = ['shared', 'http'] as const
type Seen = { status: number; body: unknown; stale: boolean; retryAfter: number | undefined }

let ids = 0

/** One isolate over the real network and an origin that can be broken. */
function createFront(front: (typeof FRONTS)[number]) {
  const id = `${front}-${ids++}`
  const clock = { ahead: 0 }
  const now = (): number => Date.now() + clock.ahead
  const isolate = isolateOf({ now, memory: createMemoryStore({ maxBytes: 1_000_000, now }) })
  let dead = false
  const options = {
    baseUrls: [faulty],
    fetch: (url: string, init: RequestInit) => fetch(dead ? url.replace(/:\d+/, ':9') : url, init),
    now: () => Date.now(),
    random: () => 0,
    headersMs: BUDGET_MS,
    timeoutMs: BUDGET_MS,
  }
  const context = { waitUntil: isolate.waitUntil, deadlineMs: BUDGET_MS }
  const asking = { shared: () => askShared(), http: () => askHttp() }
  const shared = createSharedCache({
    ...isolate,
    origin: createOriginClient({ ...options, secret: 'none' }),
    random: () => 0,
  })
  const http = createHttpCache({
    ...isolate,
    upstream: {
      name: 'site',
      site: 'https://site.test',
      origins: createUpstreamCaller(options),
      visitors: 'bypass',
      params: 'all',
      fields: [],
      maxBodyBytes: 1_000_000,
    },
    random: () => 0,
  })

  async function askShared(): Promise<Seen> {
    const answer = await shared.get({ path: `/${id}/n`, parse: readNumber }, context)
    if (answer.outcome === 'answered') {
      return { status: 200, body: answer.value, stale: answer.degraded === 'stale', retryAfter: undefined }
    }
    return {
      status: 503,
      body: undefined,
      stale: false,
      retryAfter: answer.outcome === 'unavailable' ? answer.retryAfterSeconds : 0,
    }
  }

  async function askHttp(): Promise<Seen> {
    const response = await http.handle(new Request(`https://edge.test/${id}/n`), context)
    const text = await response.text()
    return {
      status: response.status,
      body: response.status === 200 ? readNumber(JSON.parse(text)) : undefined,
      // RFC 9211: a hit whose ttl is negative was served stale.
      stale: /; hit; ttl=-\d/.test(response.headers.get('cache-status') ?? ''),
      retryAfter: Number(response.headers.get('retry-after') ?? 0),
    }
  }

  return {
    /** The answer, and that it came in time. */
    async get(): Promise<Seen> {
      const started = Date.now()
      const elapsed = () => Date.now() - started
      // A machine that is busy is late with any timer: the answer is measured against one.
      const budget = new Promise<number>((resolve) => setTimeout(() => resolve(elapsed()), BUDGET_MS))
      const seen = await asking[front]()
      const took = elapsed()
      expect(took).toBeLessThanOrEqual((took <= BUDGET_MS ? BUDGET_MS : await budget) + SLACK_MS)
      return seen
    },
    /** Past the fresh second and the second of stale-while-revalidate: from now on only an error excuses a stale answer. */
    grow: () => void (clock.ahead += 10_000),
    async breakIt(mode: string) {
      if (mode === 'refused') dead = true
      else await fetch(`${faulty}/${id}/mode`, { method: 'PUT', body: mode })
    },
    async mendIt() {
      dead = false
      await fetch(`${faulty}/${id}/mode`, { method: 'PUT', body: 'ok' })
      // Past the hold on the failed key and the rest of the breaker.
      clock.ahead += 20_000
    },
  }
}

// The first exchange of an isolate pays for what later ones find ready.
beforeAll(async () => {
  for (const front of FRONTS) await createFront(front).get()
})

describe.each(FRONTS)('%s', (kind) => {
  describe.each(MODES)('an origin that is broken: %s', (mode) => {
    it('leaves a warm key answering from stale, in time and marked', async () => {
      const front = createFront(kind)
      expect(await front.get()).toMatchObject({ status: 200, body: 1, stale: false })
      front.grow()
      await front.breakIt(mode)
      expect(await front.get()).toMatchObject({ status: 200, body: 1, stale: true })
      expect(await front.get()).toMatchObject({ status: 200, body: 1, stale: true })
    })

    it('is noticed when it is whole again', async () => {
      const front = createFront(kind)
      await front.get()
      front.grow()
      await front.breakIt(mode)
      await front.get()
      await front.mendIt()
      expect(await front.get()).toMatchObject({ status: 200, body: 1, stale: false })
    })

    it('costs a cold key a refusal in time, with a hint when to come back', async () => {
      const front = createFront(kind)
      await front.breakIt(mode)
      const seen = await front.get()
      expect([502, 503, 504]).toContain(seen.status)
      // A site's own 503 is passed on as it is, without advice of ours.
      const isPassedOn = kind === 'http' && mode === 'error-503'
      expect(isPassedOn || (seen.retryAfter ?? 0) >= 1).toBe(true)
    })
  })
})

function readNumber(body: unknown): number {
  if (typeof body === 'object' && body !== null && 'n' in body && typeof body.n === 'number') return body.n
  throw new TypeError('not { n: number }')
}
