import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../../worker/cache/memory-store.ts'
import { describeStore } from './contract/store.ts'
import { entryAt } from '../../fakes/entries.ts'

describeStore('memory', (now) => createMemoryStore({ maxBytes: 1_000_000, now }))

describe('the bound on memory', () => {
  const entry = (bytes: number) => entryAt(1_000, { body: new Uint8Array(bytes) })

  it('holds in bytes', async () => {
    const store = createMemoryStore({ maxBytes: 20_000, now: () => 1_000 })
    const keys = Array.from({ length: 20 }, (_, n) => `/${n}`)
    for (const key of keys) await store.set(key, entry(1_000))
    // An entry of 1,000 bytes is charged about 5,300: three fit.
    expect(keys.filter((key) => store.peek(key) !== undefined)).toHaveLength(3)
  })

  it('counts what an entry without a body has in its headers', async () => {
    const store = createMemoryStore({ maxBytes: 20_000, now: () => 1_000 })
    const headers: [string, string][] = [['location', `/${'x'.repeat(4_000)}`]]
    const keys = Array.from({ length: 20 }, (_, n) => `/${n}`)
    for (const key of keys) await store.set(key, entryAt(1_000, { headers, text: '' }))
    expect(keys.filter((key) => store.peek(key) !== undefined)).toHaveLength(2)
  })

  it('does not empty itself for an entry that can never fit', async () => {
    const store = createMemoryStore({ maxBytes: 20_000, now: () => 1_000 })
    await store.set('/a', entry(1_000))
    await store.set('/huge', entry(50_000))
    expect(store.peek('/huge')).toBeUndefined()
    expect(store.peek('/a')).toBeDefined()
  })
})
