import { describe, expect, it } from 'vitest'
import type { Store } from '../../../../worker/cache/store.ts'
import { entryAt } from '../../../fakes/entries.ts'

/** The contract of one tier. `create` gives an empty store that reads the clock it is handed. */
export function describeStore(name: string, create: (now: () => number) => Store | Promise<Store>): void {
  describe(`${name} keeps the contract of a store`, () => {
    // Far from zero and beyond the real clock: a store that mixes points in time with lengths of time fails.
    const start = Date.now() + 1_000_000
    let clock = start
    const now = (): number => clock
    const fresh = async (): Promise<Store> => {
      clock = start
      return create(now)
    }

    it('misses what it was never given', async () => {
      const store = await fresh()
      expect(await store.get('/absent')).toBeUndefined()
    })

    it('gives back every field of what it was given', async () => {
      const store = await fresh()
      const entry = entryAt(start, { text: '{"deep":{"é":[1,2,3]}}' })
      await store.set('/v1/a?q=%C3%A9', entry)
      expect(await store.get('/v1/a?q=%C3%A9')).toEqual(entry)
    })

    it('keeps bytes that are no text, and an empty body', async () => {
      const store = await fresh()
      const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
      await store.set('/bytes', entryAt(start, { body: bytes }))
      await store.set('/empty', entryAt(start, { body: new Uint8Array() }))
      expect((await store.get('/bytes'))?.body).toEqual(bytes)
      expect((await store.get('/empty'))?.body.byteLength).toBe(0)
    })

    it('keeps keys apart, whatever they contain', async () => {
      const store = await fresh()
      const keys = ['/a', '/a?', '/a?b=1', '/A', '/a/', '/a%2F', '/a#x', '/a\nb', '/é']
      for (const [index, key] of keys.entries()) await store.set(key, entryAt(start, { text: String(index) }))
      const found = await Promise.all(keys.map(async (key) => (await store.get(key))?.body))
      expect(found.map((body) => new TextDecoder().decode(body))).toEqual(keys.map((_, index) => String(index)))
    })

    it('returns a stale entry, and none at or after its last deadline', async () => {
      const store = await fresh()
      await store.set('/a', entryAt(start))
      clock = start + 59_999
      expect((await store.get('/a'))?.receivedAt).toBe(start)
      clock = start + 60_000
      expect(await store.get('/a')).toBeUndefined()
      expect(await store.get('/a')).toBeUndefined()
    })

    it('does not store what is already past its last deadline', async () => {
      const store = await fresh()
      await store.set('/a', entryAt(start - 60_000))
      expect(await store.get('/a')).toBeUndefined()
    })

    it('replaces and deletes', async () => {
      const store = await fresh()
      await store.set('/a', entryAt(start, { text: '1' }))
      await store.set('/a', entryAt(start, { text: '22' }))
      expect((await store.get('/a'))?.body.byteLength).toBe(2)
      await store.delete('/a')
      await store.delete('/a')
      expect(await store.get('/a')).toBeUndefined()
    })
  })
}
