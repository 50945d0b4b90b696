import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parse } from '#core/contract/parse'
import { existingSecond } from '#core/contract/utc-second'

const two = (number: number) => String(number).padStart(2, '0')

it('takes the days that the platform keeps as they are, and no others', () => {
  const date = fc.tuple(
    fc.integer({ min: 1_600, max: 2_400 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 31 }),
  )
  fc.assert(
    fc.property(date, ([year, month, day]) => {
      const moment = `${year}-${two(month)}-${two(day)}T23:59:59Z`
      // The platform makes 3 March of 31 February.
      const kept = new Date(Date.UTC(year, month - 1, day, 23, 59, 59)).toISOString() === moment.replace('Z', '.000Z')
      expect(parse(existingSecond, moment).outcome).toBe(kept ? 'parsed' : 'rejected')
    }),
  )
})

it.each([
  ['2100-02-29T00:00:00Z', '2100-02-29 does not exist; the last day of that month is 2100-02-28'],
  ['2028-02-30T00:00:00Z', '2028-02-30 does not exist; the last day of that month is 2028-02-29'],
  ['2026-11-27', 'expected a time in UTC such as 2026-11-27T00:00:00Z'],
  ['2026-11-27T00:00:00+01:00', 'expected a time in UTC such as 2026-11-27T00:00:00Z'],
])('refuses %s', (moment, detail) => {
  expect(parse(existingSecond, moment)).toEqual({ outcome: 'rejected', detail })
})
