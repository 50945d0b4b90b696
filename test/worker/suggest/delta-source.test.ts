import { expect, it } from 'vitest'
import type { SuggestDelta } from '#core/contract/suggest-delta'
import { createDeltaSource } from '../../../worker/suggest/delta-source.ts'

const none: SuggestDelta = { base: 'one', added: [], boosted: [], removed: [], trending: [] }
const added = [{ text: 'new', weight: 1, kind: 'query' as const, ref: '', scopes: [] }]

it('has no delta without changes, before and after the first answer', () => {
  const source = createDeltaSource()
  expect(source.over('one')).toBeUndefined()
  source.take(none)
  expect(source.over('one')).toBeUndefined()
})

it('keeps the same delta until the changes differ', () => {
  const source = createDeltaSource()
  source.take({ ...none, added })
  const first = source.over('one')
  source.take({ ...none, added: structuredClone(added) })
  expect(source.over('one')).toBe(first)
  source.take(undefined)
  expect(source.over('one')).toBe(first)
  source.take({ ...none, added, removed: ['old'] })
  expect([...(source.over('one')?.hidden ?? [])]).toEqual(['old', 'new'])
})

it('lays completions over their own index only, and removals over any', () => {
  const source = createDeltaSource()
  source.take({ ...none, base: 'two', added, removed: ['old'] })
  expect([...(source.over('one')?.hidden ?? [])]).toEqual(['old'])
  expect([...(source.over('two')?.hidden ?? [])]).toEqual(['old', 'new'])
})

it('keeps what belongs to the loaded index while the origin counts from the next', () => {
  const source = createDeltaSource()
  source.take({ ...none, added })
  source.over('one')
  source.take({ ...none, base: 'two', removed: ['old'] })
  expect([...(source.over('one')?.hidden ?? [])]).toEqual(['old', 'new'])
  expect([...(source.over('two')?.hidden ?? [])]).toEqual(['old'])
})
