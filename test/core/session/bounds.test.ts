import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bound, MAX_BYTES } from '#core/session/bounds'
import { decodeState, encodeState } from '#core/session/codec'
import { affinitiesOf } from '#core/session/features'
import { reduce } from '#core/session/reduce'
import { emptyState, type SessionEvent } from '#core/session/state'
import { all, clicked, MINUTE, now, searched } from './deeds.ts'

describe('bound', () => {
  it('keeps a session below 16 KB, however long its ids and values are', () => {
    const long = fc.string({ unit: 'binary', minLength: 1, maxLength: 256 })
    const event = fc.record({ item: long, value: long, query: long, at: fc.integer({ min: now - 1e9, max: now }) })
    fc.assert(
      fc.property(fc.array(event, { minLength: 50, maxLength: 120 }), (events) => {
        const state = all(
          events.flatMap(({ item, value, query, at }): SessionEvent[] => [
            { ...clicked(item, at, { [value]: [value] }), numbers: { [value]: at } },
            searched(query, at),
            {
              id: 'event-s',
              type: 'shown',
              at,
              search: '',
              items: [query, value],
              mix: [{ facet: 'f', value, share: 1 }],
            },
          ]),
        )
        const bytes = new TextEncoder().encode(JSON.stringify(encodeState(bound(state)))).byteLength
        expect(bytes).toBeLessThanOrEqual(MAX_BYTES)
      }),
      { numRuns: 15 },
    )
  })

  it('stays bounded in every dimension over 10,000 events', () => {
    let state = emptyState
    for (let n = 0; n < 10_000; n += 1) {
      const at = now - (10_000 - n) * MINUTE
      const values = Array.from({ length: 4 }, (_, i) => `value ${(n * (i + 3)) % 5_000}`)
      const facets = { [`facet ${n % 40}`]: values }
      state = reduce(state, { ...clicked(`item-${n % 900}`, at, facets), numbers: { [`n${n % 30}`]: n } }, now)
      if (n % 10 === 0) {
        const items = Array.from({ length: 50 }, (_, i) => `item-${n + i}`)
        state = reduce(state, { id: 's', type: 'shown', at, search: '', items, mix: [] }, now)
        state = bound(reduce(state, searched(`query ${n}`, at), now))
      }
    }
    const kept = bound(state)
    const values = kept.facets.flatMap((facet) => facet.values)
    expect([kept.recent.length, kept.facets.length, kept.queries.length, kept.passedOver.length]).toEqual([
      64, 20, 20, 100,
    ])
    expect([kept.visits.length, kept.levels.length, kept.events, kept.touches]).toEqual([1, 16, 11_000, 10_000])
    expect(values.length).toBeLessThanOrEqual(300)
    expect(JSON.stringify(encodeState(kept)).length).toBeLessThanOrEqual(MAX_BYTES)
  })

  it('drops the weakest interests and the oldest items first', () => {
    const state = all(
      Array.from({ length: 500 }, (_, i) => clicked(`m${i}`, now - i * MINUTE, { director: [`d${i % 400}`] })),
    )
    const kept = bound(state)
    expect(kept.recent.map((touch) => touch.id)).toEqual(Array.from({ length: 64 }, (_, i) => `m${i}`))
    expect(kept.facets[0]?.values.length).toBe(100)
    expect(
      affinitiesOf(kept, now)
        .slice(0, 3)
        .map(({ value }) => value),
    ).toEqual(['d0', 'd1', 'd2'])
  })

  it('keeps what fits of values that are equally strong, and of every facet something', () => {
    const many = (facet: string) => Array.from({ length: 95 }, (_, i) => `${facet}-${String(i).padStart(2, '0')}`)
    const wide = Object.fromEntries(['a', 'b', 'c', 'd'].map((facet) => [facet, many(facet)]))
    const kept = bound(all([clicked('m1', now - MINUTE, { genre: ['Drama'] }), clicked('m2', now, wide)]))
    const sizes = Object.fromEntries(kept.facets.map(({ facet, values }) => [facet, values.length]))
    // 300 in all: 60 each are sure, what genre leaves goes to the others by name.
    expect(sizes).toEqual({ a: 95, b: 84, c: 60, d: 60, genre: 1 })
    expect(kept.facets.find(({ facet }) => facet === 'd')?.values.at(-1)?.value).toBe('d-59')
  })

  it('keeps the level of prices among many other numbers', () => {
    const numbers = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`a${n}`, n]))
    const state = all([{ ...clicked('m1', now, {}), numbers: { ...numbers, price: 5 } }])
    expect(state.levels.length).toBe(16)
    expect(state.levels[0]).toEqual({ field: 'price', count: 1, sum: 5, squares: 25 })
  })
})

it('the short form keeps everything, counts to four digits', () => {
  const shown: SessionEvent = { id: 's', type: 'shown', at: now - 9, search: '', items: ['x', 'y'], mix: [] }
  const state = bound(
    all([
      { ...clicked('a', now - 600_000, { genre: ['Drama'] }), position: 3, surface: 'search', numbers: { price: 9.5 } },
      clicked('b', now, { genre: ['War'], decade: ['1990s'] }),
      searched('alien', now - 7),
      shown,
    ]),
  )
  const opened = decodeState(JSON.parse(JSON.stringify(encodeState(state))))
  expect(encodeState(opened)).toEqual(encodeState(state))
  expect({ ...opened, facets: [], listed: 0, loose: 0 }).toEqual({ ...state, facets: [], listed: 0, loose: 0 })
  expect(affinitiesOf(opened, now).map(({ value }) => value)).toEqual(['1990s', 'War', 'Drama'])
  expect(affinitiesOf(opened, now)).toEqual(
    affinitiesOf(state, now).map((each) =>
      expect.objectContaining({
        value: each.value,
        weight: expect.closeTo(each.weight, 3),
      }),
    ),
  )
})
