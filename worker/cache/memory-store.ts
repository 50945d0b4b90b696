import type { StoredEntry } from '#core/cache/entry'
import type { Store } from './store.ts'

/** The tier inside the isolate: the only one that answers without a promise. */
export type MemoryStore = Store & {
  peek(key: string): StoredEntry | undefined
  /** Puts `entry` in the place of what is there; `undefined` removes it. */
  replace(key: string, entry: StoredEntry | undefined): void
}

/**
 * What an entry costs beside its body: the Map slot, the header pairs and the objects around them, measured on V8 at
 * 300 to 700 bytes for the origin's replies.
 */
const OVERHEAD_BYTES = 512
/** A decoded JSON value kept beside the bytes takes about this many times their size. */
const DECODED_FACTOR = 4

const cost = (key: string, entry: StoredEntry): number =>
  OVERHEAD_BYTES + key.length * 2 + entry.body.byteLength * DECODED_FACTOR

/** Least recently used first: a Map iterates in insertion order, and a read moves its entry to the end. */
export function createMemoryStore(options: { maxBytes: number; now: () => number }): MemoryStore {
  const entries = new Map<string, StoredEntry>()
  let bytes = 0

  const remove = (key: string): void => {
    const entry = entries.get(key)
    if (entry === undefined) return
    entries.delete(key)
    bytes -= cost(key, entry)
  }

  const peek = (key: string): StoredEntry | undefined => {
    const entry = entries.get(key)
    if (entry === undefined) return undefined
    if (options.now() >= entry.deadlines.keepUntil) {
      remove(key)
      return undefined
    }
    entries.delete(key)
    entries.set(key, entry)
    return entry
  }

  const replace = (key: string, entry: StoredEntry | undefined): void => {
    remove(key)
    const size = entry === undefined ? 0 : cost(key, entry)
    if (entry === undefined || size > options.maxBytes) return
    entries.set(key, entry)
    bytes += size
    for (const oldest of entries.keys()) {
      if (bytes <= options.maxBytes) break
      remove(oldest)
    }
  }

  return {
    name: 'memory',
    peek,
    replace,
    get: (key) => Promise.resolve(peek(key)),
    async set(key, entry) {
      replace(key, entry)
    },
    async delete(key) {
      remove(key)
    },
  }
}
