import { Eviction } from '#core/cache/eviction'
import type { StoredEntry } from '#core/cache/entry'
import type { Store } from './store.ts'

/** The tier inside the isolate: the only one that answers without a promise. */
export type MemoryStore = Store & {
  peek(key: string): StoredEntry | undefined
  /** Puts `entry` in the place of what is there; `undefined` removes it. */
  replace(key: string, entry: StoredEntry | undefined): void
}

/**
 * What an entry costs beside its body: the Map slots, the header pairs and the objects around them, measured on V8 at
 * 300 to 700 bytes for the origin's replies.
 */
const OVERHEAD_BYTES = 512
/** A decoded JSON value kept beside the bytes takes about this many times their size. */
const DECODED_FACTOR = 4

const cost = (key: string, entry: StoredEntry): number =>
  OVERHEAD_BYTES + key.length * 2 + entry.body.byteLength * DECODED_FACTOR

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
    else entries.set(key, entry, cost(key, entry))
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
