/**
 * The tiers as one: read from the fastest to the slowest, fill the faster ones from a slower hit, write to all.
 * A tier that fails or is late is a miss and an event, never an error and never a wait longer than `tierTimeoutMs`.
 * What a purge concerns is not in any tier, whatever the tier thinks.
 */
import type { StoredEntry } from '#core/cache/entry'
import type { CacheEvent } from '#core/cache/event'
import { withDeadline } from './deadline.ts'
import type { MemoryStore } from './memory-store.ts'
import type { PurgeView } from './purge-view.ts'
import type { Store } from './store.ts'

type FoundEntry = { entry: StoredEntry; tier: string }

export type Tiers = {
  readonly purges: PurgeView
  /** Looks in memory, without a promise. */
  peek(key: string): StoredEntry | undefined
  /** Looks below memory only: the caller has peeked there already. */
  lookup(key: string): Promise<FoundEntry | undefined>
  store(key: string, entry: StoredEntry): Promise<void>
  drop(key: string): Promise<void>
}

/** @param options.slower in the order they are asked */
export function createTiers(options: {
  memory: MemoryStore
  slower: readonly Store[]
  purges: PurgeView
  tierTimeoutMs: number
  onEvent: (event: CacheEvent) => void
}): Tiers {
  const { memory, slower, purges, tierTimeoutMs, onEvent } = options
  const all: readonly Store[] = [memory, ...slower]

  return {
    purges,
    peek(key) {
      const entry = memory.peek(key)
      if (entry === undefined) return undefined
      const admitted = purges.admit(key, entry)
      if (admitted !== entry) memory.replace(key, admitted)
      return admitted
    },
    async lookup(key) {
      for (const [index, tier] of slower.entries()) {
        const entry = await guarded(tier, 'get', () => tier.get(key))
        const admitted = entry === undefined ? undefined : purges.admit(key, entry)
        if (admitted === undefined) continue
        const faster = all.slice(0, index + 1)
        await Promise.all(faster.map((above) => guarded(above, 'set', () => above.set(key, admitted))))
        for (const above of faster) onEvent({ type: 'backfilled', key, tier: above.name })
        return { entry: admitted, tier: tier.name }
      }
      return undefined
    },
    async store(key, entry) {
      await Promise.all(all.map((tier) => guarded(tier, 'set', () => tier.set(key, entry))))
    },
    async drop(key) {
      await Promise.all(all.map((tier) => guarded(tier, 'delete', () => tier.delete(key))))
    },
  }

  async function guarded<T>(tier: Store, operation: 'get' | 'set' | 'delete', call: () => Promise<T>) {
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
