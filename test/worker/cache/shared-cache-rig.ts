import type { CacheEvent } from '#core/cache/event'
import { noLeases, type Leases } from '../../../worker/cache/leases.ts'
import { createMemoryStore } from '../../../worker/cache/memory-store.ts'
import { createLocalPurgeLog, createPurgeView, type PurgeLog } from '../../../worker/cache/purge-view.ts'
import { createSharedCache, type SharedAnswer, type SharedRequest } from '../../../worker/cache/shared-cache.ts'
import type { Store } from '../../../worker/cache/store.ts'
import { createTiers } from '../../../worker/cache/tiers.ts'
import type { OriginReply, OriginRequest } from '../../../worker/origin-client/origin.ts'

export type Scripted = { request: OriginRequest; reply: (reply: OriginReply) => void }

/** The origin's reply of the tests: JSON with the freshness given. */
export function json(
  body: unknown,
  cacheControl: string,
  changes: { status?: number; etag?: string; tags?: string } = {},
): OriginReply {
  const headers = new Headers({ 'cache-control': cacheControl })
  if (changes.etag !== undefined) headers.set('etag', changes.etag)
  if (changes.tags !== undefined) headers.set('cache-tag', changes.tags)
  const bytes = new TextEncoder().encode(JSON.stringify(body))
  return { outcome: 'replied', status: changes.status ?? 200, headers, body: bytes, originMs: 5 }
}

/** What several isolates of a test have in common. */
type Shared = { log?: PurgeLog; leases?: Leases; tierTimeoutMs?: number }

/** One isolate: a shared cache over a clock and an origin that answer when the test says so, and its event trace. */
export function createRig(slower: readonly Store[] = [], clock = { at: 1_000_000 }, shared: Shared = {}) {
  const calls: Scripted[] = []
  const events: CacheEvent[] = []
  const background: Promise<unknown>[] = []
  const now = (): number => clock.at
  const memory = createMemoryStore({ maxBytes: 1_000_000, now })
  const onEvent = (event: CacheEvent): void => void events.push(event)
  const purges = createPurgeView({ log: shared.log ?? createLocalPurgeLog(now), now, onEvent })
  const tiers = createTiers({
    memory,
    slower,
    purges,
    leases: shared.leases ?? noLeases,
    tierTimeoutMs: shared.tierTimeoutMs ?? 15,
    now,
    onEvent,
  })
  const cache = createSharedCache({
    tiers,
    origin: { fetch: (request) => new Promise((reply) => calls.push({ request, reply })) },
    now,
    random: () => 0,
    onEvent,
  })
  const get = (path: string, deadlineMs = 1_000): Promise<SharedAnswer<number>> => {
    const request: SharedRequest<number> = { path, parse: readNumber }
    return Promise.resolve(cache.get(request, { waitUntil: (promise) => void background.push(promise), deadlineMs }))
  }
  return {
    clock,
    purges,
    calls,
    get,
    /** What happened since the last call, one word each: the order of effects is part of the behaviour. */
    trace: () => events.splice(0).map((event) => ('tier' in event ? `${event.type}(${event.tier})` : event.type)),
    /** Waits until everything handed to `waitUntil` has ended. */
    settle: () => Promise.all(background.splice(0)),
    /** Waits until the origin has been asked `count` times in all. */
    async asked(count: number): Promise<Scripted> {
      for (let turn = 0; turn < 200 && calls.length < count; turn++) await Promise.resolve()
      for (let turn = 0; turn < 20 && calls.length < count; turn++) await new Promise((done) => setTimeout(done, 1))
      const call = calls[count - 1]
      if (call === undefined) throw new Error(`the origin was asked ${calls.length} times, not ${count}`)
      return call
    },
  }
}

function readNumber(body: unknown): number {
  if (typeof body === 'object' && body !== null && 'n' in body && typeof body.n === 'number') return body.n
  throw new TypeError('not { n: number }')
}
