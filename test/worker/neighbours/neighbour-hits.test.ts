import { expect, it } from 'vitest'
import type { CatalogueItem } from '#core/contract/catalogue'
import { asHits } from '../../../worker/neighbours/neighbour-hits.ts'

const item = (id: string): CatalogueItem => ({
  id,
  title: id,
  facets: {},
  popularity: 0,
  price: null,
  date: null,
  inStock: true,
  attributes: {},
})

it('keeps the order of the neighbours and drops what left the catalogue', () => {
  const neighbours = ['b', 'gone', '__proto__', 'a'].map((id, at) => ({ id, score: 4 - at }))
  expect(asHits(neighbours, [item('a'), item('b'), item('c')])).toEqual([
    { item: item('b'), score: 4 },
    { item: item('a'), score: 1 },
  ])
})
