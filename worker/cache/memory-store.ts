import { Eviction } from '#core/cache/eviction'
import type { StoredEntry } from '#core/cache/entry'
import { entryCost } from '#core/cache/entry-cost'
import type { Store } from './store.ts'

/** The tier inside the isolate: the only one that answers without a promise. */
export type MemoryStore = Store & {
  peek(key: string): StoredEntry | undefined
  /** Puts `entry` in the place of what is there; `undefined` removes it. */
  replace(key: string, entry: StoredEntry | undefined): void
}

export function createMemoryStore(options: { maxBytes: number; now: () => number }): MemoryStore {
  const entries = new Eviction<StoredEntry>(options.maxBytes)

  const peek = (key: string): StoredEntry | undefined => {
    const entry = entries.get(key)
    if (entry === undefined || options.now() < entry.deadlines.keepUntil) return entry
    entries.delete(key)
    return undefined
  }
  const replace = (key: string, entry: StoredEntry | undefined): void => {
    if (entry === undefined) entries.delete(key)
    else entries.set(key, entry, entryCost(key, entry))
  }

  return {
    name: 'memory',
    peek,
    replace,
    get: (key) => Promise.resolve(peek(key)),
    set: (key, entry) => Promise.resolve(replace(key, entry)),
    delete: (key) => Promise.resolve(entries.delete(key)),
  }
}
