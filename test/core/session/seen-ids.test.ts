import { expect, it } from 'vitest'
import { SeenIds } from '#core/session/seen-ids'

it('counts an id once, also after it was stored and read back', () => {
  const seen = new SeenIds()
  expect(seen.add('event-0001')).toBe(true)
  expect(seen.add('event-0001')).toBe(false)
  const again = new SeenIds(seen.bytes().slice(0))
  expect(again.add('event-0001')).toBe(false)
  expect(again.add('event-0002')).toBe(true)
})

it('remembers the last 1,024 ids and stays 8 KB', () => {
  const seen = new SeenIds()
  for (let i = 0; i < 3_000; i++) expect(seen.add(`event-${i}`)).toBe(true)
  expect(seen.add('event-2999')).toBe(false)
  expect(seen.add(`event-${3_000 - 1_024}`)).toBe(false)
  expect(seen.bytes().byteLength).toBe(8_200)
})

it('starts empty from bytes that it did not write', () => {
  expect(new SeenIds(new ArrayBuffer(17)).add('event-0001')).toBe(true)
})
