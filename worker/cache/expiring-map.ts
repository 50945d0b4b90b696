/** A small bounded memory of the isolate: each value stands until its moment, the oldest goes when there are too many. */
export type ExpiringMap<V> = {
  get(key: string): { value: V; leftMs: number } | undefined
  set(key: string, value: V, holdMs: number): void
  delete(key: string): void
}

const MAX_KEYS = 4_096

export function createExpiringMap<V>(now: () => number): ExpiringMap<V> {
  const values = new Map<string, { value: V; until: number }>()
  return {
    get(key) {
      const held = values.get(key)
      if (held === undefined) return undefined
      const leftMs = held.until - now()
      if (leftMs > 0) return { value: held.value, leftMs }
      values.delete(key)
      return undefined
    },
    set(key, value, holdMs) {
      values.delete(key)
      values.set(key, { value, until: now() + holdMs })
      if (values.size <= MAX_KEYS) return
      for (const oldest of values.keys()) {
        values.delete(oldest)
        break
      }
    },
    delete: (key) => void values.delete(key),
  }
}
