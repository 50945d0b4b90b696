import { env } from 'cloudflare:workers'
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { affinitiesOf } from '#core/session/features'
import type { SessionEvent } from '#core/session/state'

const visitor = 'visitor-of-the-tests'
let objects = 0
const newSession = () => env.SESSIONS.get(env.SESSIONS.idFromName(`session-row-test-${objects++}`))

const clicked = (n: number, at = Date.now()): SessionEvent => ({
  id: `event-${String(n).padStart(5, '0')}`,
  type: 'clicked',
  item: `movie-${n}`,
  at,
  facets: { genre: ['Drama'] },
  numbers: {},
})

describe('a row of version 2', () => {
  it('is taken over, with the ids that it counted', async () => {
    const session = newSession()
    await session.record(visitor, [clicked(1)])
    const at = Date.now()
    await runInDurableObject(session, (_instance, state) => {
      const old = {
        events: 4,
        affinities: [{ facet: 'genre', value: 'War', weight: 2, at }],
        items: [{ id: 'movie-1', type: 'clicked', at }],
        queries: [{ query: 'jaws', count: 1, at }],
      }
      state.storage.sql.exec('UPDATE session SET version = 2, state = ?', JSON.stringify(old))
    })
    await evictDurableObject(session)
    const { state } = await session.summary()
    expect(state).toMatchObject({ events: 4, queries: [{ query: 'jaws' }], recent: [{ id: 'movie-1' }] })
    expect(affinitiesOf(state, at)).toMatchObject([{ facet: 'genre', value: 'War', weight: 2, share: 1 }])
    expect(await session.record(visitor, [clicked(1)])).toMatchObject({ duplicates: 1 })
  })
})

describe('10,000 events on one visitor', () => {
  it('stay one small row, and the newest are known', async () => {
    const session = newSession()
    const start = Date.now() - 10_000
    for (let batch = 0; batch < 100; batch += 1) {
      await session.record(
        visitor,
        Array.from({ length: 100 }, (_, i) => clicked(batch * 100 + i, start + batch * 100 + i)),
      )
    }
    const { state } = await session.summary()
    expect([state.events, state.recent[0]?.id, state.recent.length]).toEqual([10_000, 'movie-9999', 64])
    await runInDurableObject(session, (_instance, storage) => {
      const row = storage.storage.sql.exec('SELECT length(state) AS bytes FROM session').one()
      expect(Number(row.bytes)).toBeLessThanOrEqual(16_384)
    })
  })
})
