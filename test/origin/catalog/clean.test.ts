import { describe, expect, it } from 'vitest'
import { clean, type CleanItem } from '../../../origin/catalog/clean.ts'
import type { CatalogueDefinition } from '../../../origin/catalog/definition.ts'

const shop: CatalogueDefinition = {
  name: 'shop',
  id: 'sku',
  title: 'name',
  search: [
    { field: 'name', weight: 10 },
    { field: 'tags', weight: 1 },
  ],
  facets: [
    { name: 'brand', field: 'brand.name', label: 'Brand', affinity: 1 },
    { name: 'tag', field: 'tags', label: 'Tag', affinity: 0.5, separator: ';' },
  ],
  price: 'price',
  popularity: 'sold',
  date: { field: 'added', order: 'dmy', latest: '2026-12-31' },
  stock: 'stock',
  attributes: { image: 'image', stars: 'stars' },
  suggest: { facets: [], minVisitors: 3, fastHours: 3, slowDays: 3650, deny: [], allow: [] },
}

function item(row: Record<string, unknown>, definition = shop): CleanItem {
  const cleaned = clean(row, definition)
  if (cleaned.outcome === 'rejected') throw new Error(cleaned.reason)
  return cleaned.item
}

describe('a row', () => {
  it('becomes an item', () => {
    const row = {
      sku: 7,
      name: ' Crème  Brûlée Torch ',
      brand: { name: 'Flämm' },
      tags: 'kitchen; fire ;kitchen',
      price: '$1,299.00',
      sold: '12',
      added: '31/12/98',
      stock: 'no',
      image: '/7.jpg',
      stars: 4.5,
    }
    expect(item(row)).toEqual({
      id: '7',
      key: '7',
      title: 'Crème Brûlée Torch',
      facets: { brand: ['Flämm'], tag: ['kitchen', 'fire'] },
      price: 1299,
      rawPopularity: [12, null],
      date: '1998-12-31',
      inStock: false,
      attributes: { image: '/7.jpg', stars: 4.5 },
      search: ['creme brulee torch', 'kitchen fire kitchen'],
    })
  })
  it('needs an id and a title only', () => {
    expect(item({ sku: 'a', name: 'b' })).toMatchObject({
      facets: {},
      price: null,
      rawPopularity: [null, null],
      date: null,
      inStock: true,
      attributes: {},
    })
  })
  it('reads a key with a dot before a way through objects', () => {
    expect(item({ sku: 'a', name: 'b', 'brand.name': 'x', brand: { name: 'y' } }).facets.brand).toEqual(['x'])
  })
  it('is not reached through a prototype', () => {
    expect(
      item({ sku: 'a', name: 'b' }, { ...shop, attributes: { x: 'constructor.name', y: '__proto__' } }).attributes,
    ).toEqual({})
  })
  it.each([
    [{ name: 'b' }, 'no id: field "sku" is empty or missing'],
    [{ sku: ' ', name: 'b' }, 'no id: field "sku" is empty or missing'],
    [{ sku: 'a' }, 'no title: field "name" is empty or missing'],
    [{ sku: 'a', name: null }, 'no title: field "name" is empty or missing'],
    [{ sku: 'a', name: ['b'] }, 'no title: field "name" is empty or missing'],
    [{ sku: 'a', name: 'x'.repeat(513) }, 'the title is longer than 512 characters'],
    [{ sku: 'x'.repeat(257), name: 'b' }, 'the id is longer than 256 characters'],
  ])('%j is rejected', (row, reason) => {
    expect(clean(row, shop)).toEqual({ outcome: 'rejected', reason })
  })
  it('keeps an item whose other values are unreadable, and names them', () => {
    expect(
      clean({ sku: 'a', name: 'b', price: 'call us', added: '31/31/98', sold: {}, stock: 'maybe' }, shop),
    ).toMatchObject({
      outcome: 'clean',
      item: { price: null, date: null, rawPopularity: [null, null], inStock: true },
      dropped: [
        { field: 'added', value: '31/31/98' },
        { field: 'price', value: 'call us' },
        { field: 'sold', value: {} },
        { field: 'stock', value: 'maybe' },
      ],
    })
  })
})

describe('an id made of fields', () => {
  const movies: CatalogueDefinition = { ...shop, id: { slug: ['name', 'added'] } }
  it('is the title and the year', () => {
    expect(item({ name: 1941, added: '14/12/1979' }, movies)).toMatchObject({
      id: '1941-1979',
      title: '1941',
      key: '["1941","1979-12-14"]',
    })
  })
  it('tells apart by the key what the readable part does not', () => {
    const [first, second] = [
      item({ name: 'Dune', added: '1/1/84' }, movies),
      item({ name: 'Dune!', added: '2/2/84' }, movies),
    ]
    expect(first.id).toBe(second.id)
    expect(first.key).not.toBe(second.key)
  })
  it('is made of the key where nothing is readable', () => {
    expect(item({ name: '!!!' }, movies).id).toMatch(/^item-[0-9a-f]{12}$/)
  })
})
