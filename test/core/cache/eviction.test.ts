import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Eviction } from '#core/cache/eviction'

const held = (cache: { get(key: string): unknown }, keys: string[]) =>
  keys.filter((key) => cache.get(key) !== undefined)

describe('what is let go', () => {
  it('is what a scan brought, not what is asked for', () => {
    const cache = new Eviction<number>(100)
    const popular = ['a', 'b', 'c', 'd', 'e']
    for (const key of popular) cache.set(key, 1, 10)
    for (let round = 0; round < 2; round++) for (const key of popular) cache.get(key)
    for (let n = 0; n < 1_000; n++) cache.set(`scan-${n}`, n, 10)
    expect(held(cache, popular)).toEqual(popular)
  })

  it('comes back for good when it is asked for again soon', () => {
    const cache = new Eviction<number>(100)
    for (let n = 0; n < 10; n++) cache.set(`old-${n}`, n, 10)
    cache.set('new', 1, 10)
    expect(cache.get('old-0')).toBeUndefined()
    cache.set('old-0', 0, 10)
    for (let n = 0; n < 50; n++) cache.set(`scan-${n}`, n, 10)
    expect(cache.get('old-0')).toBe(0)
  })

  it('is never everything for one value that cannot fit', () => {
    const cache = new Eviction<number>(100)
    cache.set('a', 1, 50)
    cache.set('huge', 2, 101)
    expect(cache.get('a')).toBe(1)
    expect(cache.get('huge')).toBeUndefined()
  })
})

const KEYS = Array.from({ length: 16 }, (_, n) => `key-${n}`)

type Step = { key: string; bytes: number; does: 'get' | 'set' | 'delete' }
const step = fc.record({
  key: fc.constantFrom(...KEYS),
  bytes: fc.integer({ min: 1, max: 60 }),
  does: fc.constantFrom('get' as const, 'set' as const, 'delete' as const),
})

it('never holds more bytes than its bound, and never another value than the last one set', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps: Step[]) => {
      const cache = new Eviction<{ n: number; bytes: number }>(100)
      const last = new Map<string, { n: number; bytes: number }>()
      for (const [n, { key, bytes, does }] of steps.entries()) {
        if (does === 'set') {
          last.set(key, { n, bytes })
          cache.set(key, { n, bytes }, bytes)
        } else if (does === 'delete') {
          last.delete(key)
          cache.delete(key)
        }
        const kept = KEYS.filter((name) => cache.get(name) !== undefined)
        expect(kept.map((name) => cache.get(name))).toEqual(kept.map((name) => last.get(name)))
        expect(kept.reduce((sum, name) => sum + (last.get(name)?.bytes ?? 0), 0)).toBeLessThanOrEqual(100)
      }
    }),
    { numRuns: 60 },
  )
})
