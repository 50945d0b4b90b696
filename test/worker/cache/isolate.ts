import type { CacheEvent } from '#core/cache/event'
import { noLeases } from '../../../worker/cache/leases.ts'
import type { MemoryStore } from '../../../worker/cache/memory-store.ts'
import { createLocalPurgeLog, createPurgeView } from '../../../worker/cache/purge-view.ts'
import type { Store } from '../../../worker/cache/store.ts'
import { createTiers } from '../../../worker/cache/tiers.ts'

/** What an isolate has besides its origin: tiers, a clock, and work that goes on behind the answer. */
export function isolateOf(parts: { now: () => number; memory: MemoryStore; slower?: readonly Store[] }) {
  const { now, memory, slower = [] } = parts
  const events: CacheEvent[] = []
  const background: Promise<unknown>[] = []
  const onEvent = (event: CacheEvent): void => void events.push(event)
  const purges = createPurgeView({ log: createLocalPurgeLog(now), now, onEvent })
  const tiers = createTiers({ memory, slower, purges, leases: noLeases, tierTimeoutMs: 15, now, onEvent })
  return {
    now,
    tiers,
    onEvent,
    events,
    waitUntil: (promise: Promise<unknown>): void => void background.push(promise),
    settle: () => Promise.all(background.splice(0)),
  }
}
