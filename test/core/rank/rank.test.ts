import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CatalogueItem } from '#core/contract/catalogue'
import type { Hit } from '#core/contract/retrieval'
import { LIST_WEIGHTS, rank, SEARCH_WEIGHTS } from '#core/rank/rank'
import { affinityIndex } from '#core/rank/session-affinity'
import { featuresOf } from '#core/session/features'
import { reduce } from '#core/session/reduce'
import { emptyState, type SessionEvent } from '#core/session/state'

const now = 1_800_000_000_000
const facets = [
  { name: 'genre', label: 'Genre', affinity: 1 },
  { name: 'distributor', label: 'Distributor', affinity: 0 },
]

function hit(id: string, score: number, facetValues: Record<string, string[]>, popularity = 0): Hit {
  const item: CatalogueItem = {
    id,
    title: id,
    facets: facetValues,
    popularity,
    price: null,
    date: null,
    inStock: true,
    attributes: {},
  }
  return { item, score }
}

const hits = [
  hit('a', 10, { genre: ['Drama'] }),
  hit('b', 9, { genre: ['Comedy'] }),
  hit('c', 8, { genre: ['Horror'], distributor: ['Fox'] }),
]

function afterClicks(...genres: string[]) {
  const events: SessionEvent[] = genres.map((genre, i) => ({
    id: `event-${i}`,
    type: 'clicked',
    item: `x${i}`,
    at: now,
    facets: { genre: [genre], distributor: ['Fox'] },
    numbers: {},
  }))
  const stateAfter = events.reduce((state, event) => reduce(state, event, now), emptyState)
  return affinityIndex(featuresOf(stateAfter, now).affinities, facets)
}

const page = { offset: 0, limit: 10 }

describe('rank', () => {
  it('is the retrieval order when nothing personal applies, and says so in both positions', () => {
    const ranked = rank(hits, { ...page, weights: LIST_WEIGHTS, affinities: undefined, explain: false })
    expect(ranked.map(({ id, position, sharedPosition }) => [id, position, sharedPosition])).toEqual([
      ['a', 0, 0],
      ['b', 1, 1],
      ['c', 2, 2],
    ])
  })

  it('lifts what the visitor touched, more with every touch', () => {
    const order = (affinities: ReturnType<typeof afterClicks>) =>
      rank(hits, { ...page, weights: SEARCH_WEIGHTS, affinities, explain: false }).map((item) => item.id)
    expect(order(afterClicks('Horror'))).toEqual(['c', 'a', 'b'])
    const [first] = rank(hits, { ...page, weights: SEARCH_WEIGHTS, affinities: afterClicks('Horror'), explain: false })
    const [more] = rank(hits, {
      ...page,
      weights: SEARCH_WEIGHTS,
      affinities: afterClicks('Horror', 'Horror'),
      explain: false,
    })
    expect(more?.score).toBeGreaterThan(first?.score ?? Infinity)
    expect(first).toMatchObject({ position: 0, sharedPosition: 2 })
  })

  it('gives no weight to a facet that the catalogue gives none', () => {
    const [item] = rank(hits.slice(2), {
      ...page,
      weights: SEARCH_WEIGHTS,
      affinities: afterClicks('Drama'),
      explain: true,
    })
    expect(item?.explain?.map((part) => part.stage)).toEqual(['retrieval', 'popularity'])
  })

  it('explains every part of the score, and the parts add up', () => {
    const ranked = rank(hits, { ...page, weights: SEARCH_WEIGHTS, affinities: afterClicks('Horror'), explain: true })
    for (const item of ranked) {
      expect(item.explain?.reduce((sum, part) => sum + part.value, 0)).toBeCloseTo(item.score, 12)
    }
    expect(ranked[0]?.explain?.at(-1)).toMatchObject({ stage: 'affinity', why: 'you opened Horror' })
  })

  it('prefers the popular among equals, and keeps retrieval order among full equals', () => {
    const equals = [hit('x', 1, {}, 0.1), hit('y', 1, {}, 0.9), hit('z', 1, {}, 0.1)]
    const ranked = rank(equals, { ...page, weights: SEARCH_WEIGHTS, affinities: undefined, explain: false })
    expect(ranked.map((item) => item.id)).toEqual(['y', 'x', 'z'])
  })

  it('returns the window that was asked for', () => {
    const ranked = rank(hits, { offset: 1, limit: 1, weights: LIST_WEIGHTS, affinities: undefined, explain: false })
    expect(ranked.map(({ id, position }) => [id, position])).toEqual([['b', 1]])
  })

  it('answers nothing to nothing', () => {
    expect(rank([], { ...page, weights: LIST_WEIGHTS, affinities: undefined, explain: true })).toEqual([])
  })

  it('agrees with sorting everything, for any page of any list', () => {
    const genres = fc.constantFrom('Drama', 'Comedy', 'Horror', 'War')
    const anyHit = fc.record({
      score: fc.integer({ min: 1, max: 9 }),
      genre: genres,
      popularity: fc.constantFrom(0, 0.5, 1),
    })
    const window = fc.record({ offset: fc.nat(30), limit: fc.integer({ min: 1, max: 30 }) })
    fc.assert(
      fc.property(
        fc.array(anyHit, { maxLength: 40 }),
        fc.array(genres, { maxLength: 4 }),
        window,
        (list, clicks, shown) => {
          const candidates = list.map((entry, i) =>
            hit(`m${i}`, entry.score, { genre: [entry.genre] }, entry.popularity),
          )
          const affinities = afterClicks(...clicks)
          const all = rank(candidates, { offset: 0, limit: 1_000, weights: SEARCH_WEIGHTS, affinities, explain: false })
          const sorted = all.toSorted((a, b) => b.score - a.score || a.sharedPosition - b.sharedPosition)
          const page = rank(candidates, { ...shown, weights: SEARCH_WEIGHTS, affinities, explain: false })
          expect(all.map((item) => item.id)).toEqual(sorted.map((item) => item.id))
          expect(page).toEqual(sorted.slice(shown.offset, shown.offset + shown.limit))
        },
      ),
    )
  })

  it('adds what was touched in this visit to what fits, and names both', () => {
    const options = { ...page, weights: SEARCH_WEIGHTS, affinities: afterClicks('Horror'), explain: true }
    const touched = new Map([
      ['c', 0.2],
      ['b', -0.05],
      ['elsewhere', 1],
    ])
    const before = new Map(rank(hits, options).map((ranked) => [ranked.id, ranked]))
    const ranked = rank(hits, { ...options, touched })
    for (const { id, score, explain } of ranked) {
      expect(score).toBeCloseTo((before.get(id)?.score ?? 0) + (touched.get(id) ?? 0), 12)
      expect(explain?.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(score, 12)
    }
    const why = Object.fromEntries(
      ranked.map(({ id, explain }) => [
        id,
        explain?.filter(({ stage }) => stage === 'affinity').map((said) => said.why),
      ]),
    )
    expect(why).toEqual({
      a: [],
      b: ['you opened it in this visit'],
      c: ['you opened Horror', 'you opened it in this visit'],
    })
  })
})
