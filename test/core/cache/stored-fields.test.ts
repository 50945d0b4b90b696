import { expect, it } from 'vitest'
import { freshenedFields, storedFields } from '#core/cache/stored-fields'

it('stores neither fields of the hop nor those that Connection lists', () => {
  const lines: [string, string][] = [
    ['connection', 'a, B'],
    ['a', '1'],
    ['b', '2'],
    ['keep-alive', 'timeout=5'],
    ['transfer-encoding', 'chunked'],
    ['c', '3'],
    ['set-cookie', 'x=1'],
    ['set-cookie', 'y=2'],
  ]
  expect(storedFields(lines)).toEqual([
    ['c', '3'],
    ['set-cookie', 'x=1'],
    ['set-cookie', 'y=2'],
  ])
})

it('updates by a 304 all but what describes the stored bytes, and forgets the old age', () => {
  const stored: [string, string][] = [
    ['etag', '"1"'],
    ['content-length', '10'],
    ['x-a', 'old'],
    ['x-a', 'old too'],
    ['x-b', 'kept'],
    ['age', '9'],
  ]
  const update: [string, string][] = [
    ['etag', '"2"'],
    ['content-length', '0'],
    ['x-a', 'new'],
    ['date', 'now'],
  ]
  expect(freshenedFields(stored, update)).toEqual([
    ['etag', '"1"'],
    ['content-length', '10'],
    ['x-b', 'kept'],
    ['x-a', 'new'],
    ['date', 'now'],
  ])
})
