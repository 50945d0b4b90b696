import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bound, MAX_BYTES } from '#core/session/bounds'
import { HALF_LIFE_MS } from '#core/session/decay'
import { featuresAt, featuresOf } from '#core/session/features'
import { forgetQuery } from '#core/session/queries'
import { reduce } from '#core/session/reduce'
import { emptyState, type SessionEvent, type SessionState } from '#core/session/state'

const now = 1_800_000_000_000

function clicked(item: string, at: number, facets: Record<string, string[]>): SessionEvent {
  return { id: `event-${item}-${at}`, type: 'clicked', item, at, facets }
}

const anyEvent = fc.record({
  id: fc.uuid(),
  type: fc.constantFrom<'viewed' | 'clicked' | 'carted' | 'bought'>('viewed', 'clicked', 'carted', 'bought'),
  item: fc.constantFrom('a', 'b', 'c', 'd'),
  at: fc.integer({ min: now - 10 * HALF_LIFE_MS, max: now }),
  facets: fc.record({
    genre: fc.uniqueArray(fc.constantFrom('Drama', 'Comedy', 'Horror'), { minLength: 1, maxLength: 2 }),
  }),
})

/** Floating point sums differ in the last bits with the order of addition; everything else must be equal. */
function comparable(state: SessionState) {
  const features = featuresOf(bound(state, now), now)
  const affinities = features.affinities
    .map((entry) => `${entry.facet}=${entry.value}: ${entry.weight.toPrecision(9)}`)
    .toSorted()
  return { events: features.events, affinities, items: features.items.map((item) => item.id + item.at) }
}

describe('reduce', () => {
  it('counts a click as two views, split over the values of a facet', () => {
    const state = reduce(emptyState, clicked('m1', now, { genre: ['Drama', 'War'], director: ['X'] }))
    expect(state.affinities).toEqual([
      { facet: 'genre', value: 'Drama', weight: 1, at: now },
      { facet: 'genre', value: 'War', weight: 1, at: now },
      { facet: 'director', value: 'X', weight: 2, at: now },
    ])
    expect(state.items).toEqual([{ id: 'm1', type: 'clicked', at: now }])
  })

  it('halves an interest in a half-life', () => {
    const state = reduce(emptyState, clicked('m1', now - HALF_LIFE_MS, { genre: ['Drama'] }))
    expect(featuresOf(state, now).affinities[0]?.weight).toBeCloseTo(1, 10)
  })

  it('keeps searches as queries and learns no interest from them', () => {
    const state = reduce(emptyState, { id: 'event-q', type: 'searched', query: 'star wars', at: now, facets: {} })
    expect(state).toEqual({
      events: 1,
      affinities: [],
      items: [],
      queries: [{ query: 'star wars', count: 1, at: now }],
    })
  })

  it('counts a query by its normal form, decayed, and keeps its last spelling, in whatever order', () => {
    const searched = (query: string, at: number): SessionEvent => ({
      id: 'event-q',
      type: 'searched',
      query,
      at,
      facets: {},
    })
    const [first, older, last] = [
      searched('Star Wars', now),
      searched('star wars', now - HALF_LIFE_MS),
      searched('STAR WARS', now),
    ] as const
    const other = { query: 'alien', count: 1, at: now - 1 }
    for (const order of [
      [first, older, last],
      [last, first, older],
      [older, last, first],
      [older, first, last],
    ]) {
      const state = order.reduce(reduce, { ...emptyState, queries: [other] })
      expect(bound(state, now).queries).toEqual([{ query: 'STAR WARS', count: 2.5, at: now }, other])
    }
  })

  it('forgets one query, however it is written', () => {
    const queries = [
      { query: 'Star  Wars', count: 1, at: now },
      { query: 'star', count: 1, at: now },
    ]
    expect(forgetQuery({ ...emptyState, queries }, 'STAR WARS').queries).toEqual([queries[1]])
  })

  it('gives the same state in whatever order events arrive', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (events, keys) => {
        const shuffled = events
          .map((event) => ({ event, key: keys.next().value ?? 0 }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ event }) => event)
        // Two events of one item at the very same millisecond have no order to keep.
        fc.pre(new Set(events.map((event) => event.at)).size === events.length)
        expect(comparable(shuffled.reduce(reduce, emptyState))).toEqual(comparable(events.reduce(reduce, emptyState)))
      }),
    )
  })
})

describe('features', () => {
  it('are the same whether decayed before they travel or after', () => {
    const state = reduce(emptyState, clicked('m1', now, { genre: ['Drama', 'War'] }))
    const later = now + 3 * 86_400_000
    const travelled = featuresAt(featuresOf(state, now), later)
    const direct = featuresOf(state, later)
    expect(travelled.affinities.map((entry) => entry.weight.toPrecision(12))).toEqual(
      direct.affinities.map((entry) => entry.weight.toPrecision(12)),
    )
    expect(travelled).toMatchObject({ at: later, events: 1, items: direct.items })
  })
})

describe('bound', () => {
  it('keeps a session below 16 KB, however long its ids and values are', () => {
    const long = fc.string({ unit: 'binary', minLength: 1, maxLength: 256 })
    const event = fc.record({ item: long, value: long, query: long, at: fc.integer({ min: now - 1e9, max: now }) })
    fc.assert(
      fc.property(fc.array(event, { minLength: 50, maxLength: 120 }), (events) => {
        let state = emptyState
        for (const { item, value, query, at } of events) {
          state = reduce(state, clicked(item, at, { genre: [value] }))
          state = reduce(state, { id: 'event-q', type: 'searched', query, at, facets: {} })
        }
        const bytes = new TextEncoder().encode(JSON.stringify(bound(state, now))).byteLength
        expect(bytes).toBeLessThanOrEqual(MAX_BYTES)
      }),
      { numRuns: 15 },
    )
  })

  it('drops the weakest interests and the oldest items first', () => {
    let state = emptyState
    for (let i = 0; i < 300; i++) state = reduce(state, clicked(`m${i}`, now - i * 60_000, { director: [`d${i}`] }))
    const kept = bound(state, now)
    expect(kept.items.map((item) => item.id)).toEqual(Array.from({ length: 50 }, (_, i) => `m${i}`))
    expect(kept.affinities.map((entry) => entry.value)).toEqual(
      Array.from({ length: kept.affinities.length }, (_, i) => `d${i}`),
    )
    expect(kept.affinities.length).toBeGreaterThan(150)
  })
})
