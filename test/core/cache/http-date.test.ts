import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseHttpDate } from '#core/cache/http-date'

const NOW = Date.parse('2026-11-22T00:00:00Z')

it('agrees with the platform on every date that HTTP can write', () => {
  const seconds = fc.integer({ min: Date.parse('1583-01-01') / 1_000, max: Date.parse('9999-12-31') / 1_000 })
  fc.assert(
    fc.property(seconds, (at) => {
      expect(parseHttpDate(new Date(at * 1_000).toUTCString(), NOW)).toBe(at * 1_000)
    }),
  )
})

it.each([
  ['Sun, 06 Nov 1994 08:49:37 GMT', '1994-11-06T08:49:37Z'],
  ['SUN, 06 nov 1994 08:49:37 gmt', '1994-11-06T08:49:37Z'],
  ['Sunday, 06-Nov-94 08:49:37 GMT', '1994-11-06T08:49:37Z'],
  ['Sunday, 06-Nov-76 08:49:37 GMT', '2076-11-06T08:49:37Z'],
  ['Sunday, 06-Nov-77 08:49:37 GMT', '1977-11-06T08:49:37Z'],
  ['Sun Nov  6 08:49:37 1994', '1994-11-06T08:49:37Z'],
])('reads %s', (field, expected) => {
  expect(parseHttpDate(field, NOW)).toBe(Date.parse(expected))
})

it.each([
  '',
  '0',
  '-1',
  'Sun 06 Nov 1994 08:49:37 GMT',
  'Sun, 06 Nov 1994 08:49:37 UTC',
  'Sun, 06 Nov 1994 8:49:37 GMT',
  'Sun, 06 Nov 94 08:49:37 GMT',
  'Sun, 06 Foo 1994 08:49:37 GMT',
  'Sun, 06 Nov 1994 24:00:00 GMT',
  '1994-11-06T08:49:37Z',
  'Sun, 00 Nov 1994 08:49:37 GMT',
  'Fri, 31 Feb 2028 00:00:00 GMT',
  'Wed, 30 Feb 2028 00:00:00 GMT',
  'Mon, 29 Feb 2027 00:00:00 GMT',
  'Fri, 31 Apr 2026 00:00:00 GMT',
  'Fri, 32 Dec 2027 00:00:00 GMT',
  'Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT',
])('takes %j for no date', (field) => {
  expect(parseHttpDate(field, NOW)).toBeUndefined()
})
