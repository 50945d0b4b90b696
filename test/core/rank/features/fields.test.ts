import { describe, expect, it } from 'vitest'
import { inferSchema, numberIn } from '#core/rank/features/fields'

const codedOf = (rows: Record<string, unknown>[], codes = true) =>
  inferSchema(
    rows.map((row) => new Map(Object.entries(row))),
    [],
    { codes },
  ).fields.flatMap((field) => (field.codes === true ? [field.name] : []))

const kindsOf = (rows: Record<string, unknown>[]) =>
  Object.fromEntries(
    inferSchema(rows.map((row) => new Map(Object.entries(row)))).fields.map(({ name, kind }) => [name, kind]),
  )

describe('types told from values', () => {
  const rows = Array.from({ length: 40 }, (_, at) => ({
    price: at * 1.5,
    rating: String(at % 5),
    brand: at % 2 === 0 ? 'acme' : 'zeta',
    new: at % 3 === 0,
    tags: ['a', 'b'],
    title: `item number ${at}`,
    about: 'a long and winding text about it',
    released: '2024-03-01',
    created_at: 1_700_000_000 + at,
    year: 1980 + at,
    empty: null,
  }))
  it('one of each kind', () => {
    expect(kindsOf(rows)).toEqual({
      price: 'number',
      rating: 'number',
      brand: 'category',
      new: 'category',
      tags: 'list',
      title: 'text',
      about: 'text',
      released: 'date',
      created_at: 'date',
      year: 'number',
    })
  })
  it('objects within objects are nothing to compare', () => {
    const nested = { geo: { lat: 1, lon: 2 }, sizes: [[1, 2], [3]], tags: [{ name: 'a' }, 'b'], none: [] }
    expect(kindsOf([nested, nested])).toEqual({ tags: 'list' })
  })
  it('the odd value of another type does not sway the rest', () => {
    expect(kindsOf([...rows, { price: 'on request' }, { tags: 'a' }])).toMatchObject({ price: 'number', tags: 'list' })
  })
})

describe('whole numbers that repeat may be names', () => {
  const rows = Array.from({ length: 60 }, (_, at) => ({
    category: 1000 + 17 * (at % 11),
    text: String(at % 5),
    seldom: at % 12,
    rating: (at % 4) + 0.5,
    created_at: 1_700_000_000 + (at % 3),
    brand: at % 2 === 0 ? 'acme' : 'zeta',
  }))
  it('of few values, each of many items', () => {
    expect(codedOf(rows)).toEqual(['category', 'text'])
  })
  it('unless the catalogue says what its facets are', () => {
    expect(codedOf(rows, false)).toEqual([])
  })
})

it.each([
  ['1970-01-01', 0],
  ['2000-02-29', 951_782_400_000],
  ['1969-12-31', -86_400_000],
  ['2024-03-01T12:30:15.250Z', 1_709_296_215_250],
  ['2024-03-01T12:30:00+02:00', 1_709_289_000_000],
  ['2024/03/14', 1_710_374_400_000],
  ['2024/3/4 09:30', 1_709_544_600_000],
  ['Thu, 14 Mar 2024 09:30:00 GMT', 1_710_408_600_000],
  ['14 Mar 2024 11:30:00 +0200', 1_710_408_600_000],
  ['14 Mar 2024', 1_710_374_400_000],
  ['14 Mai 2024', Number.NaN],
  ['03/04/2024', Number.NaN],
  [1_700_000_000, 1_700_000_000_000],
  ['1700000000', 1_700_000_000_000],
  [1_700_000_000_000, 1_700_000_000_000],
  ['soon', Number.NaN],
])('%s is epoch %d', (value, expected) => {
  expect(numberIn(value, 'date')).toBe(expected)
})
