/** Eviction policies that were candidates, counted in entries: only their hit ratio on a trace is asked for. */
import { Eviction } from '#core/cache/eviction'

/** Whether the key was held; it is afterwards, as far as the policy lets it in. */
export type Policy = (key: string) => boolean
export type PolicyName = 's3-fifo' | 'lru' | 'w-tinylfu' | 'fifo'

export const policies: Record<PolicyName, (capacity: number) => Policy> = {
  's3-fifo': (capacity) => {
    const cache = new Eviction<true>(capacity)
    return (key) => {
      const hit = cache.get(key) !== undefined
      if (!hit) cache.set(key, true, 1)
      return hit
    }
  },
  lru: (capacity) => {
    const lru = new Lru(capacity)
    return (key) => lru.touch(key) || (lru.add(key), false)
  },
  fifo: (capacity) => {
    const held = new Set<string>()
    return (key) => {
      if (held.has(key)) return true
      held.add(key)
      if (held.size > capacity) for (const oldest of held) return !held.delete(oldest)
      return false
    }
  },
  'w-tinylfu': (capacity) => tinyLfu(capacity),
}

class Lru {
  readonly keys = new Set<string>()
  readonly capacity: number
  constructor(capacity: number) {
    this.capacity = Math.max(1, Math.round(capacity))
  }
  touch(key: string): boolean {
    if (!this.keys.delete(key)) return false
    this.keys.add(key)
    return true
  }
  /** The key that had to go. */
  add(key: string): string | undefined {
    this.keys.add(key)
    if (this.keys.size <= this.capacity) return undefined
    const [oldest] = this.keys
    if (oldest !== undefined) this.keys.delete(oldest)
    return oldest
  }
}

/**
 * W-TinyLFU (Einziger, Friedman, Manes 2017): a window of 1 %, a main part in two segments, and admission by how often
 * the newcomer and the victim were asked for. The sketch is exact here, and halved every ten capacities, which favours it.
 */
function tinyLfu(capacity: number): Policy {
  const window = new Lru(capacity * 0.01)
  const probation = new Lru(capacity * 0.99 * 0.2)
  const protectedPart = new Lru(capacity * 0.99 * 0.8)
  const counts = new Map<string, number>()
  let seen = 0
  const count = (key: string): void => {
    counts.set(key, Math.min(15, (counts.get(key) ?? 0) + 1))
    if (++seen < capacity * 10) return
    seen = 0
    for (const [name, n] of counts)
      if (n > 1) counts.set(name, n >> 1)
      else counts.delete(name)
  }
  const admit = (candidate: string): void => {
    const main = probation.keys.size + protectedPart.keys.size
    const [victim] = probation.keys
    if (main < probation.capacity + protectedPart.capacity || victim === undefined)
      return void probation.keys.add(candidate)
    if ((counts.get(candidate) ?? 0) <= (counts.get(victim) ?? 0)) return
    probation.keys.delete(victim)
    probation.keys.add(candidate)
  }
  return (key) => {
    count(key)
    if (window.touch(key) || protectedPart.touch(key)) return true
    if (probation.keys.delete(key)) {
      const demoted = protectedPart.add(key)
      if (demoted !== undefined) probation.keys.add(demoted)
      return true
    }
    const evicted = window.add(key)
    if (evicted !== undefined) admit(evicted)
    return false
  }
}
