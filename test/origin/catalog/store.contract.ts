import { describe, expect, it } from 'vitest'
import type { CleanItem } from '../../../origin/catalog/clean.ts'
import type { CatalogueDefinition } from '../../../origin/catalog/definition.ts'
import type { CatalogueStore, CatalogueWriter } from '../../../origin/catalog/store.ts'

const shop: CatalogueDefinition = {
  name: 'shop',
  id: 'sku',
  title: 'name',
  search: [{ field: 'name', weight: 1 }],
  facets: [{ name: 'brand', field: 'brand', label: 'Brand', affinity: 1 }],
  attributes: {},
  suggest: { facets: [], minVisitors: 3, fastHours: 3, slowDays: 3650, deny: [], allow: [] },
}

function item(id: string, change: Partial<CleanItem> = {}): CleanItem {
  return {
    id,
    key: id,
    title: id.toUpperCase(),
    facets: {},
    price: null,
    rawPopularity: [null, null],
    date: null,
    inStock: true,
    attributes: {},
    search: [id],
    ...change,
  }
}

async function begin(store: CatalogueStore, definition = shop): Promise<CatalogueWriter> {
  const begun = await store.begin(definition, { demo: false, replace: false })
  if (begun.outcome === 'occupied') throw new Error('occupied')
  return begun.writer
}

/** What every catalogue store does, whatever it is made of. */
export function catalogueStoreContract(name: string, create: () => CatalogueStore): void {
  const load = async (store: CatalogueStore, items: CleanItem[]): Promise<string> => {
    const writer = await begin(store)
    await writer.write(items)
    return (await writer.finish()).version
  }
  const popularity = async (store: CatalogueStore): Promise<[string, number][]> =>
    (await store.popular(10)).map(({ item: { id }, score }) => [id, score])

  describe(`catalogue store: ${name}`, () => {
    it('is empty before the first import', async () => {
      const store = create()
      expect(await store.current()).toBe(null)
      expect(await store.get(['a'])).toEqual([])
      expect(await store.popular(5)).toEqual([])
      expect(await store.facetValues()).toEqual([])
    })
    it('has a version that depends on the items and not on the way there', async () => {
      const [one, other] = [create(), create()]
      const version = await load(one, [item('a'), item('b')])
      expect(await load(other, [item('b', { title: 'old' })])).not.toBe(version)
      expect(await load(other, [item('a'), item('b')])).toBe(version)
      expect(await load(other, [])).toBe(version)
      expect(await load(other, [item('c')])).not.toBe(version)
    })
    it('ranks popularity over all items, the stand-in where the first is missing', async () => {
      const store = create()
      await load(store, [
        item('a', { rawPopularity: [5, null] }),
        item('b', { rawPopularity: [1_000, 1] }),
        item('c', { rawPopularity: [null, 9] }),
        item('d', { rawPopularity: [5, 2] }),
        item('e'),
      ])
      // By the first: a and d share 2 of 3, b has all. By the second: c is the best of three.
      expect(await popularity(store)).toEqual([
        ['b', 1],
        ['c', 1],
        ['a', 0.6667],
        ['d', 0.6667],
        ['e', 0],
      ])
    })
    it('moves everyone when one item comes', async () => {
      const store = create()
      await load(store, [item('a', { rawPopularity: [1, null] })])
      await load(store, [item('b', { rawPopularity: [2, null] })])
      expect(await popularity(store)).toEqual([
        ['b', 1],
        ['a', 0.5],
      ])
    })
    it('gives two items with one readable id two ids, the same ones every time', async () => {
      const dunes = [item('dune-1984', { key: 'k1', title: 'Dune' }), item('dune-1984', { key: 'k2', title: 'Dune!' })]
      const store = create()
      await load(store, dunes)
      const ids = (await store.popular(5)).map(({ item: { id, title } }) => [id, title])
      expect(ids).toEqual([
        ['dune-1984', 'Dune'],
        [expect.stringMatching(/^dune-1984-[0-9a-f]{8}$/), 'Dune!'],
      ])
      // A file in another order does not swap them.
      await load(store, [...dunes].reverse())
      expect((await store.popular(5)).map(({ item: { id, title } }) => [id, title])).toEqual(ids)
    })
    it('counts what a batch did', async () => {
      const store = create()
      const writer = await begin(store)
      expect(await writer.write([item('a'), item('b'), item('a')])).toEqual({
        inserted: 2,
        updated: 0,
        unchanged: 0,
        duplicates: 1,
      })
      await writer.finish()
      const again = await begin(store)
      expect(await again.write([item('a'), item('b', { price: 3 }), item('c')])).toEqual({
        inserted: 1,
        updated: 1,
        unchanged: 1,
        duplicates: 0,
      })
    })
    it('lists all items, and facet values with their best item', async () => {
      const store = create()
      await load(store, [
        item('b', { facets: { brand: ['x', 'y'] }, rawPopularity: [1, null] }),
        item('a', { facets: { brand: ['x'] }, rawPopularity: [2, null] }),
      ])
      const ids: string[] = []
      for await (const { id } of store.all()) ids.push(id)
      expect(ids).toEqual(['a', 'b'])
      expect(await store.facetValues()).toEqual([
        { facet: 'brand', value: 'x', items: 2, best: 1 },
        { facet: 'brand', value: 'y', items: 1, best: 0.5 },
      ])
      await load(store, [item('b', { facets: { brand: ['x'] } })])
      expect((await store.facetValues()).map(({ value }) => value)).toEqual(['x'])
    })
    it('refuses another catalogue, and takes it when told', async () => {
      const store = create()
      await load(store, [item('a')])
      const garden = { ...shop, name: 'garden' }
      expect(await store.begin(garden, { demo: false, replace: false })).toEqual({ outcome: 'occupied', name: 'shop' })
      const begun = await store.begin(garden, { demo: false, replace: true })
      expect(begun.outcome).toBe('rebuilt')
      expect(await store.popular(5)).toEqual([])
    })
  })
}
