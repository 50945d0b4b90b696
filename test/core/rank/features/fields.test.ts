import { describe, expect, it } from 'vitest'
import { inferSchema, numberIn } from '#core/rank/features/fields'

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
  it('the odd value of another type does not sway the rest', () => {
    expect(kindsOf([...rows, { price: 'on request' }, { tags: 'a' }])).toMatchObject({ price: 'number', tags: 'list' })
  })
})

it.each([
  ['1970-01-01', 0],
  ['2000-02-29', 951_782_400_000],
  ['1969-12-31', -86_400_000],
  ['2024-03-01T12:30:15.250Z', 1_709_296_215_250],
  ['2024-03-01T12:30:00+02:00', 1_709_289_000_000],
  [1_700_000_000, 1_700_000_000_000],
  [1_700_000_000_000, 1_700_000_000_000],
  ['soon', Number.NaN],
])('%s is epoch %d', (value, expected) => {
  expect(numberIn(value, 'date')).toBe(expected)
})
