import { expect, it } from 'vitest'
import type { CatalogueItem } from '#core/contract/catalogue'
import { chooseFacets } from '../../public/parts/facet-choice.js'

const item = (facets: CatalogueItem['facets']): CatalogueItem => ({
  id: 'i',
  title: 't',
  facets,
  popularity: 0,
  price: null,
  date: null,
  inStock: true,
  attributes: {},
})

it('takes the first two facets whose values are shared, in the order of the catalogue', () => {
  const items = ['a', 'b', 'c', 'd'].map((director, i) =>
    item({ genre: [i < 2 ? 'Drama' : 'Comedy'], director: [director], style: ['Fiction'], rating: ['R'] }),
  )
  expect(chooseFacets(items)).toEqual(['genre', 'style'])
})

it('finds none where there is none', () => {
  expect(chooseFacets([])).toEqual([])
  expect(chooseFacets([item({ author: ['x'] })])).toEqual([])
})
