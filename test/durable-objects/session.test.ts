import { env } from 'cloudflare:workers'
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import type { SessionObject } from '../../durable-objects/session.ts'
import type { LogBatch } from '#core/contract/events'
import { decodeFeatures } from '#core/session/verdicts'
import { encodeState } from '#core/session/codec'
import { recentItems } from '#core/session/features'
import { emptyState, type SessionEvent } from '#core/session/state'

const DAY_MS = 86_400_000
const visitor = 'visitor-of-the-tests'
let objects = 0

/** A new visitor's object; names are never used twice, so no test sees another's state. */
function newSession(): DurableObjectStub<SessionObject> {
  return env.SESSIONS.get(env.SESSIONS.idFromName(`session-test-${objects++}`))
}

const featuresOf = async (session: DurableObjectStub<SessionObject>) => decodeFeatures(await session.features())

const clicked = (n: number, at = Date.now()): SessionEvent => ({
  id: `event-${String(n).padStart(5, '0')}`,
  type: 'clicked',
  item: `movie-${n}`,
  at,
  facets: { genre: ['Drama'] },
  numbers: {},
})

describe('record', () => {
  it('counts an event once by its id, within a batch and across batches', async () => {
    const session = newSession()
    expect(await session.record(visitor, [clicked(1), clicked(1), clicked(2)])).toEqual({
      outcome: 'recorded',
      accepted: 2,
      duplicates: 1,
    })
    expect(await session.record(visitor, [clicked(2), clicked(3)])).toEqual({
      outcome: 'recorded',
      accepted: 1,
      duplicates: 1,
    })
    expect(await featuresOf(session)).toMatchObject({ outcome: 'features', features: { events: 3 } })
  })

  it('keeps state and counted ids through eviction', async () => {
    const session = newSession()
    await session.record(visitor, [clicked(1), clicked(2)])
    const before = await session.summary()
    await runInDurableObject(session, (instance) => {
      // What only lives in memory is damaged here: after the eviction the object must not have it any more.
      Object.assign(instance, { state: { ...emptyState, events: -1 } })
    })
    await evictDurableObject(session)
    const after = await session.summary()
    expect(recentItems(after.state)).toEqual(recentItems(before.state))
    expect(after.state.events).toBe(2)
    expect(await session.record(visitor, [clicked(1)])).toMatchObject({ accepted: 0, duplicates: 1 })
  })

  it('writes one row whatever the batch holds', async () => {
    const session = newSession()
    await session.record(
      visitor,
      Array.from({ length: 100 }, (_, i) => clicked(i)),
    )
    await runInDurableObject(session, (_instance, state) => {
      expect(state.storage.sql.exec('SELECT count(*) AS rows FROM session').one()).toEqual({ rows: 1 })
    })
  })
})

describe('what was shown', () => {
  it('is kept with the next deed, and does not go to the log, which has the impression', async () => {
    const session = newSession()
    const sent: LogBatch[] = []
    await runInDurableObject(session, (instance) => catchQueue(instance, sent))
    const at = Date.now()
    const shown: SessionEvent = {
      id: 'shown-00001',
      type: 'shown',
      at: at - 5,
      search: '',
      items: ['movie-1', 'movie-2'],
      mix: [],
    }
    await session.record(visitor, [shown, clicked(1, at)])
    expect((await session.summary()).state).toMatchObject({ events: 1, lists: 1, passedOver: [{ id: 'movie-2' }] })
    expect(sent.flatMap(({ events }) => events.map(({ type }) => type))).toEqual(['clicked'])
  })
})

describe('forgetQuery', () => {
  const searched = (n: number, query: string): SessionEvent => ({
    id: `search-${String(n).padStart(5, '0')}`,
    type: 'searched',
    query,
    at: Date.now(),
    facets: {},
    numbers: {},
  })

  it('takes one query out for good, and nothing else', async () => {
    const session = newSession()
    await session.record(visitor, [searched(1, 'alien'), searched(2, 'jaws')])
    expect(await session.forgetQuery('ALIEN')).toBe(true)
    expect(await session.forgetQuery('alien')).toBe(false)
    await evictDurableObject(session)
    expect((await session.summary()).state).toMatchObject({ events: 2, queries: [{ query: 'jaws', count: 1 }] })
  })
})

describe('features', () => {
  it('are bounded and decay by half in a week', async () => {
    const session = newSession()
    const now = Date.now()
    await session.record(visitor, [clicked(1, now)])
    await runInDurableObject(session, (instance) => {
      instance.now = () => now + 7 * DAY_MS
    })
    const { features } = await runInDurableObject(session, (instance) => decoded(instance.features()))
    expect(features.affinities).toEqual([{ facet: 'genre', value: 'Drama', weight: 1, share: 1 }])
  })
})

describe('erase', () => {
  it('removes all of it from storage and tells the log', async () => {
    const session = newSession()
    await session.record(visitor, [clicked(1)])
    const sent: LogBatch[] = []
    await runInDurableObject(session, (instance) => catchQueue(instance, sent))
    await session.erase(visitor)
    expect((await session.summary()).state).toEqual(emptyState)
    expect(sent).toEqual([{ events: [], erased: [{ visitor, at: expect.any(Number) }] }])
    await runInDurableObject(session, async (_instance, state) => {
      const row = state.storage.sql.exec('SELECT state FROM session').one()
      expect(JSON.parse(String(row.state))).toEqual(encodeState(emptyState))
      expect(await state.storage.getAlarm()).toBeNull()
    })
    await evictDurableObject(session)
    expect((await session.summary()).state.events).toBe(0)
    expect(await session.record(visitor, [clicked(1)])).toMatchObject({ accepted: 1 })
  })
})

describe('consent', () => {
  it('off erases, stores nothing and uses nothing; it survives eviction and erasure', async () => {
    const session = newSession()
    await session.record(visitor, [clicked(1)])
    await session.setConsent(visitor, false)
    expect(await session.record(visitor, [clicked(2)])).toEqual({ outcome: 'opted-out' })
    expect(await featuresOf(session)).toEqual({ outcome: 'opted-out' })
    await session.erase(visitor)
    await evictDurableObject(session)
    expect(await featuresOf(session)).toEqual({ outcome: 'opted-out' })
    expect((await session.summary()).state).toEqual(emptyState)
  })

  it('on again starts from nothing', async () => {
    const session = newSession()
    await session.record(visitor, [clicked(1)])
    await session.setConsent(visitor, false)
    await session.setConsent(visitor, true)
    expect(await featuresOf(session)).toMatchObject({ features: { events: 0 } })
    expect(await session.record(visitor, [clicked(1)])).toMatchObject({ accepted: 1 })
  })
})

describe('alarm', () => {
  it('deletes a visitor who stayed away for the retention', async () => {
    const session = newSession()
    const now = Date.now()
    await session.record(visitor, [clicked(1, now)])
    const { expiresAt } = await session.summary()
    expect(expiresAt).toBe(now + 30 * DAY_MS)
    await runInDurableObject(session, async (instance, state) => {
      expect(await state.storage.getAlarm()).toBe(expiresAt)
      instance.now = () => now + 30 * DAY_MS
    })
    expect(await runDurableObjectAlarm(session)).toBe(true)
    expect((await session.summary()).state.events).toBe(0)
    await runInDurableObject(session, async (_instance, state) => expect(await state.storage.getAlarm()).toBeNull())
  })

  it('keeps a visitor who came back, and looks again when the new time has come', async () => {
    const session = newSession()
    const now = Date.now()
    await session.record(visitor, [clicked(1, now - 29 * DAY_MS)])
    await session.record(visitor, [clicked(2, now)])
    await runInDurableObject(session, (instance) => {
      instance.now = () => now + DAY_MS
    })
    expect(await runDurableObjectAlarm(session)).toBe(true)
    expect((await session.summary()).state.events).toBe(2)
    await runInDurableObject(session, async (_instance, state) => {
      expect(await state.storage.getAlarm()).toBe(now + 30 * DAY_MS)
    })
  })
})

describe('the queue is down', () => {
  it('keeps events in the outbox through eviction and delivers each once by alarm', async () => {
    const session = newSession()
    await runInDurableObject(session, (instance) => {
      breakQueue(instance)
    })
    expect(await session.record(visitor, [clicked(1), clicked(2)])).toMatchObject({ accepted: 2 })
    await evictDurableObject(session)
    const sent: LogBatch[] = []
    await runInDurableObject(session, async (instance, state) => {
      catchQueue(instance, sent)
      expect(await state.storage.getAlarm()).toBeLessThan(Date.now() + 60_000)
    })
    await runDurableObjectAlarm(session)
    expect(sent.flatMap((batch) => batch.events.map((event) => event.id))).toEqual(['event-00001', 'event-00002'])
    await runDurableObjectAlarm(session)
    expect(sent).toHaveLength(1)
  })
})

describe('the queue is slow', () => {
  it('has not lost an event when the row is written while the sending goes on', async () => {
    const session = newSession()
    await session.record(visitor, [
      { id: 'event-query', type: 'searched', query: 'star wars', at: Date.now(), facets: {}, numbers: {} },
    ])
    const stored = await runInDurableObject(session, async (instance, state) => {
      const queue = Promise.withResolvers<void>()
      setQueue(instance, () => queue.promise)
      const recording = instance.record(visitor, [clicked(1)])
      expect(await instance.forgetQuery('star wars')).toBe(true)
      const outbox = (): LogBatch =>
        JSON.parse(String(state.storage.sql.exec('SELECT outbox FROM session').one().outbox))
      const during = outbox()
      queue.resolve()
      await recording
      return { during, after: outbox() }
    })
    expect(stored.during.events.map((event) => event.id)).toEqual(['event-00001'])
    expect(stored.after).toEqual({ events: [], erased: [] })
  })
})

function decoded(json: Parameters<typeof decodeFeatures>[0]) {
  const verdict = decodeFeatures(json)
  if (verdict.outcome !== 'features') throw new Error(verdict.outcome)
  return verdict
}

type WithQueue = { env: { EVENTS: { send(batch: LogBatch): Promise<unknown> } } }

/** The environment is the platform's and protected in the class; a test may still swap its queue. */
function setQueue(instance: SessionObject, send: (batch: LogBatch) => Promise<unknown>): void {
  const open = instance as unknown as WithQueue
  open.env = { ...open.env, EVENTS: { send } }
}

const breakQueue = (instance: SessionObject): void =>
  setQueue(instance, () => Promise.reject(new Error('queue is down')))

const catchQueue = (instance: SessionObject, sent: LogBatch[]): void =>
  setQueue(instance, async (batch) => sent.push(structuredClone(batch)))
