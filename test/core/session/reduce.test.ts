import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bound } from '#core/session/bounds'
import { encodeState } from '#core/session/codec'
import { LASTING_MS } from '#core/session/counts'
import { affinitiesOf, featuresAt, featuresOf } from '#core/session/features'
import { forgetQuery } from '#core/session/queries'
import { reduce } from '#core/session/reduce'
import { SeenIds } from '#core/session/seen-ids'
import { emptyState, type SessionEvent, type SessionState } from '#core/session/state'
import { all, clicked, MINUTE, now, searched } from './deeds.ts'

const once = { clicks: 1, expected: 0, freshClicks: 1, freshExpected: 0, at: now }

describe('reduce', () => {
  it('counts a touch for each facet value, and remembers where it was', () => {
    const event = { ...clicked('m1', now, { genre: ['Drama', 'War'] }), surface: 'search', position: 4 }
    const state = reduce(emptyState, { ...event, numbers: { price: 20 } }, now)
    expect(state).toEqual({
      ...emptyState,
      events: 1,
      touches: 1,
      recent: [{ id: 'm1', type: 'clicked', at: now, surface: 'search', position: 4 }],
      facets: [
        {
          facet: 'genre',
          total: once,
          values: [
            { value: 'Drama', ...once },
            { value: 'War', ...once },
          ],
        },
      ],
      listed: once,
      visits: [{ from: now, to: now, steps: 1, lists: 0 }],
      levels: [{ field: 'price', count: 1, sum: 20, squares: 400 }],
    })
    expect(affinitiesOf(state, now)).toEqual([
      { facet: 'genre', value: 'Drama', weight: 1, share: 0.5 },
      { facet: 'genre', value: 'War', weight: 1, share: 0.5 },
    ])
  })

  it('halves an interest in a week, and the interest of the visit in a quarter of an hour', () => {
    const week = all([clicked('m1', now - LASTING_MS, { genre: ['Drama'] })])
    expect(featuresOf(week, now).affinities[0]?.weight).toBeCloseTo(1, 10)
    const quarter = all([
      clicked('m1', now - 15 * MINUTE, { genre: ['Drama'] }),
      clicked('m2', now, { genre: ['Drama'] }),
    ])
    expect(quarter.facets[0]?.values[0]?.freshClicks).toBeCloseTo(1.5, 10)
  })

  it('keeps searches as queries and learns no interest from them', () => {
    expect(all([searched('star wars', now)])).toEqual({
      ...emptyState,
      events: 1,
      queries: [{ query: 'star wars', count: 1, at: now }],
      visits: [{ from: now, to: now, steps: 0, lists: 0 }],
    })
  })

  it('counts what a list led to expect, and what was passed over, until it is touched', () => {
    const shown: SessionEvent = {
      id: 'event-s',
      type: 'shown',
      at: now - 2_000,
      search: 'q=war',
      items: ['a', 'b'],
      mix: [{ facet: 'genre', value: 'War', share: 0.25 }],
    }
    const state = all([shown, { ...clicked('a', now, { genre: ['War'] }), position: 0 }])
    expect(state).toMatchObject({ events: 1, lists: 1, passedOver: [{ id: 'b', times: [now - 2_000] }] })
    expect(state.facets[0]?.values).toEqual([
      {
        value: 'War',
        clicks: 1,
        freshClicks: 1,
        expected: expect.closeTo(0.25, 5),
        freshExpected: expect.closeTo(0.25, 3),
        at: now,
      },
    ])
    expect(state.listed).toMatchObject({ clicks: 1, expected: expect.closeTo(1, 5) })
  })

  it('takes a time in the future as now', () => {
    const ahead = all([clicked('m1', now + MINUTE, { genre: ['Drama'] })])
    expect(ahead).toEqual(all([clicked('m1', now, { genre: ['Drama'] })]))
  })

  it('begins a visit after half an hour of silence and keeps what was learned', () => {
    const state = all([
      clicked('m1', now - 62 * MINUTE, { genre: ['War'] }),
      clicked('m2', now - 31 * MINUTE, {}),
      clicked('m3', now, {}),
    ])
    expect(state.visits.map(({ steps }) => steps)).toEqual([1, 1, 1])
    expect(affinitiesOf(state, now)[0]?.value).toBe('War')
  })

  it('counts a query by its normal form, decayed, and keeps its last spelling, in whatever order', () => {
    const [first, older, last] = [
      searched('Star Wars', now),
      searched('star wars', now - LASTING_MS),
      searched('STAR WARS', now),
    ] as const
    const other = { query: 'alien', count: 1, at: now - 1 }
    for (const order of [
      [first, older, last],
      [last, first, older],
      [older, last, first],
      [older, first, last],
    ]) {
      expect(bound(all(order, { ...emptyState, queries: [other] })).queries).toEqual([
        { query: 'STAR WARS', count: 2.5, at: now },
        other,
      ])
    }
  })

  it('forgets one query, however it is written', () => {
    const queries = [
      { query: 'Star  Wars', count: 1, at: now },
      { query: 'star', count: 1, at: now },
    ]
    expect(forgetQuery({ ...emptyState, queries }, 'STAR WARS').queries).toEqual([queries[1]])
  })
})

describe('late, doubled, reordered and future-stamped events', () => {
  const moment = fc.integer({ min: now - 3 * 60 * MINUTE, max: now })
  const item = fc.constantFrom('a', 'b', 'c', 'd')
  const genres = fc.uniqueArray(fc.constantFrom('Drama', 'Comedy', 'Horror'), { minLength: 1, maxLength: 2 })
  const touch = fc.record({
    id: fc.uuid(),
    type: fc.constantFrom<'viewed' | 'clicked' | 'carted' | 'bought'>('viewed', 'clicked', 'carted', 'bought'),
    item,
    at: moment,
    position: fc.option(fc.nat(20), { nil: undefined }),
    facets: fc.record({ genre: genres }),
    numbers: fc.record({ price: fc.integer({ min: 1, max: 90 }) }),
  })
  const shown = fc.record({
    id: fc.uuid(),
    type: fc.constant('shown' as const),
    search: fc.constant('q='),
    at: moment,
    items: fc.uniqueArray(item, { minLength: 1 }),
    mix: genres.map((values) => values.map((value) => ({ facet: 'genre', value, share: 0.3 }))),
  })
  const search = fc.record({
    id: fc.uuid(),
    type: fc.constant('searched' as const),
    query: fc.constantFrom('star', 'Star', 'war'),
    at: moment,
    facets: fc.constant({}),
    numbers: fc.constant({}),
  })
  // Two events at the very same millisecond have no order to keep.
  const history = fc.uniqueArray(fc.oneof(touch, shown, search), { maxLength: 14, selector: (event) => event.at })

  /** As the object does it: each id once. */
  function held(events: readonly SessionEvent[]): SessionState {
    const seen = new SeenIds()
    return bound(all(events.filter((event) => seen.add(event.id))))
  }

  /** Floating point sums differ in the last bits with the order of addition; the order of facets says nothing. */
  function comparable(state: SessionState) {
    const [at, totals, recent, facets, overall, queries, passedOver, visits, levels] = encodeState(state)
    const byName = facets
      .map(([facet, total, values]) => [facet, total, values.toSorted((a, b) => (a[0] < b[0] ? -1 : 1))])
      .toSorted((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1))
    return JSON.parse(
      JSON.stringify([at, totals, recent, byName, overall, queries, passedOver, visits, levels]),
      (_, value) => (typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(3)) : value),
    )
  }

  it('give the state of clean ones', () => {
    fc.assert(
      fc.property(history, fc.infiniteStream(fc.nat()), fc.array(fc.nat(13)), (events, keys, again) => {
        const key = () => keys.next().value ?? 0
        const doubled = [...events, ...again.flatMap((place) => events[place] ?? [])]
        const shuffled = doubled
          .map((event) => ({ event, key: key() }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ event }) => (event.at === now ? { ...event, at: now + 5 * MINUTE } : event))
        expect(comparable(held(shuffled))).toEqual(comparable(held(events.toSorted((a, b) => a.at - b.at))))
      }),
      { numRuns: 300 },
    )
  })
})

describe('features', () => {
  it('are the same whether decayed before they travel or after', () => {
    const state = all([clicked('m1', now, { genre: ['Drama', 'War'] })])
    const later = now + 3 * 86_400_000
    const travelled = featuresAt(featuresOf(state, now), later)
    const direct = featuresOf(state, later)
    expect(travelled.affinities.map((entry) => entry.weight.toPrecision(12))).toEqual(
      direct.affinities.map((entry) => entry.weight.toPrecision(12)),
    )
    expect(travelled).toMatchObject({ at: later, events: 1, items: direct.items })
  })
})
