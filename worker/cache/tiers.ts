/**
 * The tiers as one: read from the fastest to the slowest, fill the faster ones from a slower hit, write to all.
 * A tier that fails or is late is a miss and an event, never an error and never a wait longer than `tierTimeoutMs`; one
 * that keeps failing is not asked for a while. What a purge concerns is not in any tier, whatever the tier thinks.
 */
import type { StoredEntry } from '#core/cache/entry'
import type { CacheEvent } from '#core/cache/event'
import { within } from '#core/deadline'
import { timer } from '../timer.ts'
import type { Leases } from './leases.ts'
import type { MemoryStore } from './memory-store.ts'
import type { PurgeView } from './purge-view.ts'
import type { Store } from './store.ts'
import { createTierBreaker, type TierBreaker } from './tier-breaker.ts'

export type FoundEntry = { entry: StoredEntry; tier: string }

export type Tiers = {
  readonly purges: PurgeView
  readonly leases: Leases
  /** Looks in memory, without a promise. */
  peek(key: string): StoredEntry | undefined
  /** Looks below memory only: the caller has peeked there already. Tiers between are filled behind the answer. */
  lookup(key: string, context: Context): Promise<FoundEntry | undefined>
  /** Memory has the entry when this returns; the promise is about the slower tiers, and never rejects. */
  store(key: string, entry: StoredEntry): Promise<void>
  drop(key: string): Promise<void>
}

type Context = { waitUntil(promise: Promise<unknown>): void }
type Guarded = { store: Store; breaker: TierBreaker }
type Options = {
  memory: MemoryStore
  /** In the order they are asked. */
  slower: readonly Store[]
  purges: PurgeView
  leases: Leases
  tierTimeoutMs: number
  now: () => number
  onEvent: (event: CacheEvent) => void
}

export function createTiers(options: Options): Tiers {
  const { memory, purges, leases } = options
  const slower = options.slower.map((store) => ({ store, breaker: createTierBreaker(store.name, options) }))
  const toAll = async (
    operation: 'set' | 'delete',
    tiers: readonly Guarded[],
    call: (store: Store) => Promise<void>,
  ) => {
    await Promise.all(tiers.map((tier) => guarded(options, { tier, operation, call: () => call(tier.store) })))
  }
  const fill = async (tiers: readonly Guarded[], key: string, entry: StoredEntry): Promise<void> => {
    await toAll('set', tiers, (store) => store.set(key, entry))
    for (const { store } of tiers) options.onEvent({ type: 'backfilled', key, tier: store.name })
  }

  return {
    purges,
    leases,
    peek(key) {
      const entry = memory.peek(key)
      if (entry === undefined) return undefined
      const admitted = purges.admit(key, entry)
      if (admitted !== entry) memory.replace(key, admitted)
      return admitted
    },
    async lookup(key, context) {
      for (const [index, tier] of slower.entries()) {
        const entry = await guarded(options, { tier, operation: 'get', call: () => tier.store.get(key) })
        const admitted = entry === undefined ? undefined : purges.admit(key, entry)
        if (admitted === undefined) continue
        memory.replace(key, admitted)
        options.onEvent({ type: 'backfilled', key, tier: memory.name })
        if (index > 0) context.waitUntil(fill(slower.slice(0, index), key, admitted))
        return { entry: admitted, tier: tier.store.name }
      }
      return undefined
    },
    store(key, entry) {
      memory.replace(key, entry)
      return toAll('set', slower, (store) => store.set(key, entry))
    },
    drop(key) {
      memory.replace(key, undefined)
      return toAll('delete', slower, (store) => store.delete(key))
    },
  }
}

/** One call of one tier, with its deadline and its breaker: `undefined` when it failed, was late or was not made. */
async function guarded<T>(
  options: Options,
  request: { tier: Guarded; operation: 'get' | 'set' | 'delete'; call: () => Promise<T> },
): Promise<T | undefined> {
  const { breaker } = request.tier
  if (!breaker.allows()) return undefined
  const failed = (cause: unknown): undefined => {
    breaker.failed(request.operation, cause)
    return undefined
  }
  const result = await within(request.call, options.tierTimeoutMs, timer)
  if (result.outcome === 'late') return failed(new Error(`late by ${options.tierTimeoutMs} ms`))
  if (result.outcome === 'failed') return failed(result.cause)
  breaker.succeeded()
  return result.value
}
