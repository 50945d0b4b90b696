import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Filter, formatFilter, noFilter, parseFilter } from '#core/contract/filter'

function parsed(text: string): Filter {
  const result = parseFilter(text)
  if (result.outcome === 'rejected') throw new Error(result.detail)
  return result.value
}
const detail = (text: string): string | null => {
  const result = parseFilter(text)
  return result.outcome === 'rejected' ? result.detail : null
}

describe('parseFilter', () => {
  it('reads values, ranges and stock', () => {
    expect(
      parsed('genre:Drama,director:Steven Spielberg,genre:War,price>=10,price<=9.5,date>=1990-01-01,inStock:true'),
    ).toEqual({
      facets: [
        { name: 'genre', values: ['Drama', 'War'] },
        { name: 'director', values: ['Steven Spielberg'] },
      ],
      price: { min: 10, max: 9.5 },
      date: { min: '1990-01-01', max: null },
      inStock: true,
    })
  })
  it('takes anything as a value but a bare comma or backslash', () => {
    expect(parsed('a:b:c,d:x>=1,e:Warner\\, Inc\\\\,f: ').facets).toEqual([
      { name: 'a', values: ['b:c'] },
      { name: 'd', values: ['x>=1'] },
      { name: 'e', values: ['Warner, Inc\\'] },
      { name: 'f', values: [' '] },
    ])
  })
  it('is no filter when empty', () => {
    expect(parsed('')).toEqual(noFilter())
  })
  it.each([
    [',', '"" is not a clause'],
    ['genre:Drama,', '"" is not a clause'],
    ['genre:', '"genre:" is not a clause'],
    ['genre', '"genre" is not a clause'],
    [':Drama', '":Drama" is not a clause'],
    ['genre=Drama', '"genre=Drama" is not a clause'],
    ['a:\\x', 'a backslash must be followed'],
    ['a:b\\', 'a backslash must be followed'],
    ['price>=1,price>=2', 'price>= is given twice'],
    ['price>=0x10', 'price>= takes a number'],
    ['price>=1e9', 'price>= takes a number'],
    ['price>=Infinity', 'price>= takes a number'],
    ['date<=1999-13-01', 'date<= takes a date'],
    ['date<=99-12-01', 'date<= takes a date'],
    ['inStock:yes', 'inStock is either'],
    ['inStock:true,inStock:true', 'inStock is given twice'],
    ['genre<=Drama', 'genre has no order'],
  ])('refuses %s', (text, reason) => {
    expect(detail(text)).toContain(reason)
  })
})

const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,8}$/).filter((text) => text !== 'inStock')
const value = fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' })
const bound = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<{ min: T | null; max: T | null }> =>
  fc.tuple(fc.option(arbitrary), fc.option(arbitrary)).map(([min, max]) => ({ min, max }))
const day = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const filter: fc.Arbitrary<Filter> = fc.record({
  facets: fc.uniqueArray(fc.record({ name, values: fc.uniqueArray(value, { minLength: 1, maxLength: 4 }) }), {
    maxLength: 4,
    selector: (facet) => facet.name,
  }),
  price: bound(fc.integer({ min: -99_999, max: 99_999 }).map((cents) => cents / 100 + 0)),
  date: bound(day),
  inStock: fc.option(fc.boolean()),
})

/** The same filter with its parts in a fixed order. */
function sorted({ facets, ...rest }: Filter): Filter {
  const byName = facets.map((facet) => ({ name: facet.name, values: [...facet.values].sort() }))
  return { ...rest, facets: byName.sort((a, b) => (a.name < b.name ? -1 : 1)) }
}

describe('formatFilter', () => {
  it('writes what parseFilter reads', () => {
    fc.assert(
      fc.property(filter, (original) => {
        expect(sorted(parsed(formatFilter(original)))).toEqual(sorted(original))
      }),
    )
  })
  it('gives one spelling to all orders of the same clauses', () => {
    fc.assert(
      fc.property(filter, fc.infiniteStream(fc.nat()), (original, random) => {
        const shuffle = <T>(list: T[]): T[] =>
          list
            .map((item) => [random.next().value, item] as const)
            .sort((a, b) => a[0] - b[0])
            .map(([, item]) => item)
        const facets = shuffle(original.facets.map((facet) => ({ ...facet, values: shuffle(facet.values) })))
        expect(formatFilter({ ...original, facets })).toBe(formatFilter(original))
      }),
    )
  })
  it('spells any accepted text in a way that is its own canonical spelling', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b', ':', ',', '\\', '>', '=', '<', '1', '-', '.', ' ') }),
        (text) => {
          const result = parseFilter(text)
          if (result.outcome === 'rejected') return
          const canonical = formatFilter(result.value)
          expect(formatFilter(parsed(canonical))).toBe(canonical)
        },
      ),
    )
  })
})
