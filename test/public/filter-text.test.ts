import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseFilter } from '#core/contract/filter'
import { formatFilters, halves, parseFilters } from '../../public/parts/filter-text.js'

const facet = fc.stringMatching(/^[a-z][a-zA-Z0-9_-]{0,10}$/)
const value = fc.string({ minLength: 1, maxLength: 12, unit: 'binary' })

it('reads back what it wrote, whatever the value holds', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(facet, value)), (pairs) => {
      const filters = new Map(pairs)
      expect(parseFilters(formatFilters(filters))).toEqual(filters)
    }),
  )
})

it('writes what the edge reads', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(facet, value)), (pairs) => {
      const filters = new Map(pairs)
      const parsed = parseFilter(formatFilters(filters))
      const read = parsed.outcome === 'parsed' ? parsed.value.facets : parsed.detail
      expect(read).toEqual([...filters].map(([name, text]) => ({ name, values: [text] })))
    }),
  )
})

it('leaves out what is not facet:value', () => {
  expect(parseFilters('genre:Drama,,price>=10,:x,y:')).toEqual(new Map([['genre', 'Drama']]))
})

it('cuts a category at its first colon', () => {
  expect(halves('series:Star Trek: Picard')).toEqual(['series', 'Star Trek: Picard'])
})
