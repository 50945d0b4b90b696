import fc from 'fast-check'
import { expect, it } from 'vitest'
import { joinList, splitList } from '#core/contract/list'

it('splits at commas that no backslash precedes', () => {
  expect(splitList('a,b\\,c,d\\\\,e')).toEqual({ outcome: 'parsed', value: ['a', 'b,c', 'd\\', 'e'] })
  expect(splitList('')).toEqual({ outcome: 'parsed', value: [] })
  expect(splitList(',')).toEqual({ outcome: 'parsed', value: ['', ''] })
})

it.each(['\\', 'a\\', 'a\\b'])('refuses %j', (text) => {
  expect(splitList(text)).toMatchObject({ outcome: 'rejected' })
})

it('splits what it joined', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1, unit: 'binary' })), (items) => {
      expect(splitList(joinList(items))).toEqual({ outcome: 'parsed', value: items })
    }),
  )
})
