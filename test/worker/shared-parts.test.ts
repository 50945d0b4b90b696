import { expect, it } from 'vitest'
import type { CatalogueItem } from '#core/contract/catalogue'
import { items, retrieval, similar, trending } from '../../worker/shared-parts.ts'

const item: CatalogueItem = {
  id: '七人の侍, 1954',
  title: 'Seven Samurai',
  facets: {},
  popularity: 1,
  price: null,
  date: '1954-04-26',
  inStock: true,
  attributes: {},
}

it('lets every part be purged by each item that it shows or is about, the id as it is', () => {
  const hits = [{ item, score: 1 }]
  const asked = { q: 'a', filter: '', sort: '', facets: '', window: 0 }
  expect(retrieval(asked).tagsOf?.({ total: 1, hits, facets: [] })).toEqual(['item:七人の侍, 1954'])
  expect(trending().tagsOf?.({ hits })).toEqual(['item:七人の侍, 1954'])
  expect(similar('b').tagsOf?.({ hits })).toEqual(['item:b', 'item:七人の侍, 1954'])
  expect(items(['c']).tagsOf?.({ items: [], missing: ['c'] })).toEqual(['item:c'])
})
