import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPurgeIndex, softened, type Purge, type PurgeScope } from '#core/cache/purge'
import { freshnessOf } from '#core/cache/freshness'
import { entryAt } from '../../fakes/entries.ts'

const entry = (sequence: number, tags: string[] = []) => entryAt(1_000, { sequence, tags })

function indexOf(...purges: Purge[]) {
  const index = createPurgeIndex()
  for (const purge of purges) index.add(purge)
  return index
}

const hard = (sequence: number, scope: PurgeScope): Purge => ({ sequence, mode: 'hard', scope })

describe('a purge', () => {
  it.each<[PurgeScope, string, string[], boolean]>([
    [{ by: 'key', value: '/a' }, '/a', [], true],
    [{ by: 'key', value: '/a' }, '/a\nfamily\naccept-language:de', [], true],
    [{ by: 'key', value: '/a' }, '/ab', [], false],
    [{ by: 'tag', value: '/a' }, '/a', [], false],
    [{ by: 'tag', value: 't' }, '/a', ['s', 't'], true],
    [{ by: 'prefix', value: '/a/' }, '/a/b', [], true],
    [{ by: 'prefix', value: '/a/' }, '/a', [], false],
    [{ by: 'everything' }, '/a', [], true],
  ])('of %o concerns %s tagged %s: %s', (scope, key, tags, concerned) => {
    const index = indexOf(hard(10, scope))
    expect(index.verdict(key, entry(9, tags))).toBe(concerned ? 'hard' : 'valid')
    expect(index.verdict(key, entry(10, tags))).toBe('valid')
  })

  it('that is hard wins over a soft one, whichever came first', () => {
    const soft: Purge = { sequence: 11, mode: 'soft', scope: { by: 'tag', value: 't' } }
    const index = indexOf(hard(10, { by: 'key', value: '/a' }), soft)
    expect(index.verdict('/a', entry(9, ['t']))).toBe('hard')
    expect(index.verdict('/a', entry(10, ['t']))).toBe('soft')
  })
})

it('keeps its memory bounded by becoming a purge of everything, never by forgetting', () => {
  const index = createPurgeIndex()
  for (let n = 1; n <= 1_000; n++) index.add(hard(n, { by: 'prefix', value: `/${n}/` }))
  expect(index.verdict('/1/a', entry(0))).toBe('hard')
  expect(index.verdict('/elsewhere', entry(800))).toBe('hard')
  expect(index.verdict('/elsewhere', entry(900))).toBe('valid')
})

it('agrees with a list of purges that is searched from end to end', () => {
  const scopes = fc.oneof(
    fc.record({ by: fc.constant('key' as const), value: fc.constantFrom('/a', '/a/b', '/c') }),
    fc.record({ by: fc.constant('tag' as const), value: fc.constantFrom('s', 't') }),
    fc.record({ by: fc.constant('prefix' as const), value: fc.constantFrom('/', '/a', '/a/') }),
    fc.record({ by: fc.constant('everything' as const) }),
  )
  const concerns = (scope: PurgeScope, key: string, tags: readonly string[]): boolean => {
    if (scope.by === 'everything') return true
    if (scope.by === 'tag') return tags.includes(scope.value)
    return scope.by === 'key' ? key === scope.value : key.startsWith(scope.value)
  }
  fc.assert(
    fc.property(
      fc.array(fc.tuple(scopes, fc.constantFrom('soft' as const, 'hard' as const)), { maxLength: 12 }),
      fc.constantFrom('/a', '/a/b', '/c', '/d'),
      fc.subarray(['s', 't']),
      fc.nat(12),
      (made, key, tags, sequence) => {
        const purges = made.map(([scope, mode], n): Purge => ({ sequence: n + 1, mode, scope }))
        const later = purges.filter((purge) => purge.sequence > sequence && concerns(purge.scope, key, tags))
        const modes = later.map((purge) => purge.mode)
        const expected = modes.includes('hard') ? 'hard' : (modes[0] ?? 'valid')
        expect(indexOf(...purges).verdict(key, entry(sequence, tags))).toBe(expected)
      },
    ),
  )
})

describe('an entry after a soft purge', () => {
  it('is stale from then on, and may stand in as before', () => {
    const after = softened(entry(1), 5_000, 7)
    expect(freshnessOf(after.deadlines, 5_000)).toBe('stale')
    expect([after.sequence, after.deadlines.errorUntil]).toEqual([7, 31_000])
  })

  it('that may never be used stale must be revalidated first', () => {
    const { deadlines, ...rest } = entry(1)
    const { freshUntil } = deadlines
    const never = { ...deadlines, revalidateUntil: freshUntil, errorUntil: freshUntil, disconnectedUntil: freshUntil }
    const after = softened({ ...rest, deadlines: never }, 5_000, 7)
    expect(freshnessOf(after.deadlines, 5_000)).toBe('expired')
  })
})
