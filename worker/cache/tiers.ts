/**
 * The tiers as one: read from the fastest to the slowest, fill the faster ones from a slower hit, write to all.
 * A tier that fails or is late is a miss and an event, never an error and never a wait longer than `tierTimeoutMs`.
 */
import type { StoredEntry } from '#core/cache/entry'
import type { CacheEvent } from '#core/cache/event'
import { withDeadline } from './deadline.ts'
import type { MemoryStore } from './memory-store.ts'
import type { Store } from './store.ts'

type FoundEntry = { entry: StoredEntry; tier: string }

export type Tiers = {
  readonly memory: MemoryStore
  /** Looks below memory only: the caller has peeked there already. */
  lookup(key: string, onEvent: (event: CacheEvent) => void): Promise<FoundEntry | undefined>
  store(key: string, entry: StoredEntry, onEvent: (event: CacheEvent) => void): Promise<void>
  drop(key: string, onEvent: (event: CacheEvent) => void): Promise<void>
}

/** @param options.slower in the order they are asked */
export function createTiers(options: { memory: MemoryStore; slower: readonly Store[]; tierTimeoutMs: number }): Tiers {
  const { memory, slower, tierTimeoutMs } = options
  const all: readonly Store[] = [memory, ...slower]

  return {
    memory,
    async lookup(key, onEvent) {
      for (const [index, tier] of slower.entries()) {
        const entry = await guarded(tier, 'get', () => tier.get(key))(onEvent)
        if (entry === undefined) continue
        const faster = all.slice(0, index + 1)
        await Promise.all(faster.map((above) => guarded(above, 'set', () => above.set(key, entry))(onEvent)))
        for (const above of faster) onEvent({ type: 'backfilled', key, tier: above.name })
        return { entry, tier: tier.name }
      }
      return undefined
    },
    async store(key, entry, onEvent) {
      await Promise.all(all.map((tier) => guarded(tier, 'set', () => tier.set(key, entry))(onEvent)))
    },
    async drop(key, onEvent) {
      await Promise.all(all.map((tier) => guarded(tier, 'delete', () => tier.delete(key))(onEvent)))
    },
  }

  function guarded<T>(tier: Store, operation: 'get' | 'set' | 'delete', call: () => Promise<T>) {
    return async (onEvent: (event: CacheEvent) => void): Promise<T | undefined> => {
      try {
        const result = await withDeadline(call(), tierTimeoutMs)
        if (result.outcome === 'in-time') return result.value
        onEvent({ type: 'tier-failed', tier: tier.name, operation, cause: new Error(`late by ${tierTimeoutMs} ms`) })
      } catch (cause) {
        onEvent({ type: 'tier-failed', tier: tier.name, operation, cause })
      }
      return undefined
    }
  }
}
