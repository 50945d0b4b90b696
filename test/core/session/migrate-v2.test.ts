import { expect, it } from 'vitest'
import { affinitiesOf, recentItems } from '#core/session/features'
import { migrateV2 } from '#core/session/migrate-v2'

const now = 1_800_000_000_000

it('a session of version 2 keeps its interests, items and queries', () => {
  const item = { id: 'alien-1979', type: 'clicked' as const, at: now }
  const old = {
    events: 7,
    affinities: [
      { facet: 'genre', value: 'Drama', weight: 3, at: now },
      { facet: 'genre', value: 'War', weight: 1, at: now },
    ],
    items: [item, { ...item, id: 'jaws-1975', at: now - 3_600_000 }],
    queries: [{ query: 'star', count: 2, at: now - 5 }],
  }
  const state = migrateV2(old)
  expect(affinitiesOf(state, now)).toEqual([
    { facet: 'genre', value: 'Drama', weight: 3, share: 0.75 },
    { facet: 'genre', value: 'War', weight: 1, share: 0.25 },
  ])
  expect(recentItems(state)).toEqual(old.items)
  expect(state).toMatchObject({ events: 7, queries: old.queries, touches: 2 })
  expect(state.visits.map(({ steps }) => steps)).toEqual([1, 1])
})
