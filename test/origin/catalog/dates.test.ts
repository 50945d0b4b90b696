import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDate } from '../../../origin/catalog/dates.ts'

const mdy = { order: 'mdy', latest: null } as const
const until2011 = { order: 'mdy', latest: '2011-12-31' } as const

describe('forms', () => {
  it.each([
    ['1998-06-12', '1998-06-12'],
    ['1998-6-2', '1998-06-02'],
    ['1998-06-12T23:59:59Z', '1998-06-12'],
    ['1998-06-12 10:00', '1998-06-12'],
    ['Jun 12 1998', '1998-06-12'],
    ['June 12, 1998', '1998-06-12'],
    ['Sept. 1, 2001', '2001-09-01'],
    ['12-Jun-98', '1998-06-12'],
    ['12 June 1998', '1998-06-12'],
    ['6/12/1998', '1998-06-12'],
    ['6/12/98', '1998-06-12'],
    ['6.12.1998', '1998-06-12'],
    [' 1977 ', '1977-01-01'],
    ['Feb 29 2000', '2000-02-29'],
    ['Feb 29 1900', null],
    ['Jun 31 1998', null],
    ['13/1/1998', null],
    ['Foo 12 1998', null],
    ['0/0/1998', null],
    ['tomorrow', null],
    ['', null],
    ['19980612', null],
  ])('%j is %j', (text, date) => {
    expect(parseDate(text, mdy)).toBe(date)
  })
  it('reads numeric dates in the order that the catalogue names', () => {
    expect(parseDate('31/12/1998', { order: 'dmy', latest: null })).toBe('1998-12-31')
    expect(parseDate('31/12/1998', mdy)).toBe(null)
  })
})

describe('centuries', () => {
  it.each([
    ['Dec 15 2039', '1939-12-15'],
    ['Dec 23 2011', '2011-12-23'],
    ['Jan 01 2012', '1912-01-01'],
    ['12-Jun-11', '2011-06-12'],
    ['12-Jun-12', '1912-06-12'],
    ['12-Jun-98', '1998-06-12'],
    ['2039-12-15', '1939-12-15'],
  ])('%s is %s in data that ends in 2011', (text, date) => {
    expect(parseDate(text, until2011)).toBe(date)
  })
  it('moves a day of the last year that is too late back as well', () => {
    expect(parseDate('12-Jun-11', { order: 'mdy', latest: '2011-03-31' })).toBe('1911-06-12')
  })
  it('never means a day after the latest', () => {
    const two = fc.integer({ min: 0, max: 99 }).map((year) => String(year).padStart(2, '0'))
    const four = fc.integer({ min: 1_900, max: 2_099 }).map(String)
    fc.assert(
      fc.property(fc.oneof(two, four), fc.integer({ min: 1, max: 28 }), (year, day) => {
        const date = parseDate(`${day}-Jun-${year}`, until2011)
        expect(date !== null && date <= '2011-12-31' && date.endsWith(`-06-${String(day).padStart(2, '0')}`)).toBe(true)
        expect(date?.slice(2, 4)).toBe(year.slice(-2))
      }),
    )
  })
})
