import { expect, it } from 'vitest'
import { resolveRange } from '#core/cache/range'

it.each([
  ['bytes=0-1', [0, 1]],
  ['bytes=2-', [2, 9]],
  ['bytes=-3', [7, 9]],
  ['bytes=-99', [0, 9]],
  ['bytes=8-99', [8, 9]],
  ['bytes=9-9', [9, 9]],
])('%s of ten bytes is %j', (field, [first, last]) => {
  expect(resolveRange(field, 10)).toEqual({ outcome: 'part', first, last })
})

it.each(['bytes=10-', 'bytes=10-12', 'bytes=-0'])('%s of ten bytes cannot be satisfied', (field) => {
  expect(resolveRange(field, 10)).toEqual({ outcome: 'unsatisfiable' })
})

it.each([
  null,
  '',
  'bytes=',
  'bytes=-',
  'bytes=5-2',
  'bytes=0-1,3-4',
  'items=0-1',
  'bytes=a-b',
  `bytes=${'9'.repeat(40)}-`,
])('%s asks for the whole', (field) => {
  expect(resolveRange(field, 10)).toEqual({ outcome: 'whole' })
})
