import { expect, it } from 'vitest'
import { HELD_MS } from '#core/session/lending'
import { createFeatureLeases } from '../../../worker/session/feature-leases.ts'

it('takes everything for the features, and not the features for everything', () => {
  const leases = createFeatureLeases<string>(() => 1_000)
  leases.keep('a', { asked: leases.asked(), wanted: 'whole', features: 'whole of a' })
  leases.keep('b', { asked: leases.asked(), wanted: 'features', features: 'features of b' })
  expect(leases.held('a', 'features')).toBe('whole of a')
  expect(leases.held('a', 'whole')).toBe('whole of a')
  expect(leases.held('b', 'features')).toBe('features of b')
  expect(leases.held('b', 'whole')).toBeUndefined()
})

it('keeps no visitor beyond its bound, and forgets those whose time is over', () => {
  let now = 1_000
  const leases = createFeatureLeases<number>(() => now)
  const keep = (n: number) => leases.keep(`v${n}`, { asked: leases.asked(), wanted: 'features', features: n })
  for (let n = 0; n < 1_000; n++) keep(n)
  const held = () =>
    Array.from({ length: 1_001 }, (_, n) => leases.held(`v${n}`, 'features')).filter((n) => n !== undefined)
  expect(held()).toHaveLength(128)
  now += HELD_MS
  expect(held()).toEqual([])
  keep(1_000)
  expect(held()).toEqual([1_000])
})

it('does not keep an answer that was asked for before a change, however late it comes', () => {
  let now = 1_000
  const leases = createFeatureLeases<string>(() => now)
  const asked = leases.asked()
  now += 10
  leases.end('a')
  leases.keep('a', { asked, wanted: 'features', features: 'from before' })
  expect(leases.held('a', 'features')).toBeUndefined()
  leases.keep('a', { asked: leases.asked(), wanted: 'features', features: 'from after' })
  expect(leases.held('a', 'features')).toBe('from after')
})

it('keeps nothing while a change is under way, also of what was asked after it began', () => {
  const leases = createFeatureLeases<string>(() => 1_000)
  leases.begin('a')
  leases.begin('a')
  leases.end('a')
  leases.keep('a', { asked: leases.asked(), wanted: 'features', features: 'overtook' })
  expect(leases.held('a', 'features')).toBeUndefined()
  leases.end('a')
  leases.keep('a', { asked: leases.asked(), wanted: 'features', features: 'after' })
  expect(leases.held('a', 'features')).toBe('after')
})

it('keeps no visitor beyond its bound either who just did something', () => {
  const leases = createFeatureLeases<number>(() => 1_000)
  const all = Array.from({ length: 1_000 }, (_, n) => n)
  for (const n of all) leases.end(`v${n}`)
  for (const n of all) leases.keep(`v${n}`, { asked: leases.asked(), wanted: 'whole', features: n })
  expect(all.filter((n) => leases.held(`v${n}`, 'whole') !== undefined)).toHaveLength(128)
})
