/**
 * The rows of the failure ladder that concern the cache and the origin, each broken on the wire over loopback. Warm keys
 * keep answering 200 from stale, and nobody waits much longer than the budget says.
 */
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { createHttpCache } from '../../../worker/cache/http-cache.ts'
import { createMemoryStore } from '../../../worker/cache/memory-store.ts'
import { createSharedCache } from '../../../worker/cache/shared-cache.ts'
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

let ids = 0

/** A shared cache over the real network, whose `/n` is warm and stale beyond stale-while-revalidate. */
async function warmShared() {
  const id = `shared-${ids++}`
  const clock = { ahead: 0 }
  const now = (): number => Date.now() + clock.ahead
  const isolate = isolateOf({ now, memory: createMemoryStore({ maxBytes: 1_000_000, now }) })
  let dead = false
  const origin = createOriginClient({
    baseUrls: [faulty],
    secret: 'none',
    fetch: (url, init) => fetch(dead ? url.replace(/:\d+/, ':9') : url, init),
    now: () => Date.now(),
    random: () => 0,
    timeoutMs: BUDGET_MS,
  })
  const cache = createSharedCache({ ...isolate, origin, random: () => 0 })
  const get = () =>
    cache.get({ path: `/${id}/n`, parse: readNumber }, { waitUntil: isolate.waitUntil, deadlineMs: BUDGET_MS })
  expect(await get()).toMatchObject({ outcome: 'answered', value: 1, degraded: 'no' })
  clock.ahead = 10_000
  return {
    get,
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
beforeAll(async () => void (await warmShared()))

describe.each(MODES)('an origin that is broken: %s', (mode) => {
  it('leaves a warm key answering from stale, in time and marked', async () => {
    const shared = await warmShared()
    await shared.breakIt(mode)
    const started = Date.now()
    const answer = await shared.get()
    expect(answer).toMatchObject({ outcome: 'answered', value: 1, degraded: 'stale' })
    expect(Date.now() - started).toBeLessThanOrEqual(BUDGET_MS + SLACK_MS)
    expect(await shared.get()).toMatchObject({ outcome: 'answered', value: 1, degraded: 'stale' })
  })

  it('is noticed when it is whole again', async () => {
    const shared = await warmShared()
    await shared.breakIt(mode)
    await shared.get()
    await shared.mendIt()
    expect(await shared.get()).toMatchObject({ outcome: 'answered', value: 1, degraded: 'no' })
  })

  it('costs a cold key a refusal in time, with a hint when to come back', async () => {
    const id = `cold-${ids++}`
    await fetch(`${faulty}/${id}/mode`, { method: 'PUT', body: mode })
    const isolate = isolateOf({ now: Date.now, memory: createMemoryStore({ maxBytes: 1_000_000, now: Date.now }) })
    const upstream = {
      name: 'site',
      baseUrl: mode === 'refused' ? 'http://127.0.0.1:9' : faulty,
      visitors: 'bypass',
      params: 'all',
      fields: [],
      maxBodyBytes: 1_000_000,
      send: (request: Request) => fetch(request, { signal: AbortSignal.timeout(BUDGET_MS) }),
    } as const
    const cache = createHttpCache({ ...isolate, upstream, random: () => 0 })
    const started = Date.now()
    const response = await cache.handle(new Request(`https://edge.test/${id}/n`), { ...isolate, deadlineMs: BUDGET_MS })
    expect([502, 503, 504]).toContain(response.status)
    expect(response.status === 503 || Number(response.headers.get('retry-after')) >= 1).toBe(true)
    expect(Date.now() - started).toBeLessThanOrEqual(BUDGET_MS + SLACK_MS)
    await response.arrayBuffer()
  })
})

function readNumber(body: unknown): number {
  if (typeof body === 'object' && body !== null && 'n' in body && typeof body.n === 'number') return body.n
  throw new TypeError('not { n: number }')
}
