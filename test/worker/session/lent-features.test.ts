import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { HELD_MS } from '#core/session/lending'
import type { SessionEvent } from '#core/session/state'
import type { Env } from '../../../worker/env.ts'
import { createSessionClient, type Personal } from '../../../worker/session/session-client.ts'
import { timer } from '../../../worker/timer.ts'
import { Visitor } from '../visitor.ts'

/** The visitors' real objects, and how often one of them was asked for features. */
function countedSessions() {
  const { SESSIONS } = env
  const asked = { features: 0 }
  const get = (id: DurableObjectId) =>
    new Proxy(SESSIONS.get(id), {
      get(object, name) {
        if (name === 'features') asked.features += 1
        return Reflect.get(object, name)
      },
    })
  return { asked, sessions: { idFromName: (name: string) => SESSIONS.idFromName(name), get } as Env['SESSIONS'] }
}

const visitorOf = (pseudonym: string) => ({ pseudonym, token: 'of no use here' })
const clicked = (item: string): SessionEvent => ({
  id: crypto.randomUUID(),
  type: 'clicked',
  item,
  at: Date.now(),
  facets: {},
  numbers: {},
})

function clientWithClock() {
  const { asked, sessions } = countedSessions()
  const clock = { now: Date.now() }
  const client = createSessionClient({
    sessions,
    now: () => clock.now,
    timer,
    featuresDeadlineMs: 5_000,
    holder: 'isolate of this test',
    onSkipped: () => {},
  })
  return { asked, clock, client }
}

const eventsIn = (personal: Personal) => (personal.outcome === 'applied' ? personal.features.events : personal.reason)

it('asks the object once in half a second', async () => {
  const { asked, clock, client } = clientWithClock()
  const visitor = visitorOf('lent-once')
  await client.record(visitor, [clicked('a')])
  for (let read = 0; read < 3; read++) expect(eventsIn(await client.features(visitor))).toBe(1)
  expect(asked.features).toBe(1)
  clock.now += HELD_MS
  expect(eventsIn(await client.features(visitor))).toBe(1)
  expect(asked.features).toBe(2)
})

it('asks again when an event was recorded, and has it', async () => {
  const { client } = clientWithClock()
  const visitor = visitorOf('lent-again')
  await client.record(visitor, [clicked('a')])
  expect(eventsIn(await client.features(visitor))).toBe(1)
  await client.record(visitor, [clicked('b')])
  expect(eventsIn(await client.features(visitor))).toBe(2)
})

it('asks behind an event that is still on its way, and has it', async () => {
  const { client } = clientWithClock()
  const visitor = visitorOf('lent-behind')
  await client.record(visitor, [clicked('a')])
  expect(eventsIn(await client.features(visitor))).toBe(1)
  const [, behind] = await Promise.all([client.record(visitor, [clicked('b')]), client.features(visitor)])
  expect(eventsIn(behind)).toBe(2)
})

it('saves calls through the Worker, and never a click', async () => {
  const { asked, sessions } = countedSessions()
  const visitor = new Visitor({ ...env, SESSIONS: sessions })
  await visitor.click('alien-1979')
  for (let search = 0; search < 10; search++) await visitor.get('/v1/search?q=love&limit=3')
  // A machine that stands still may end a lease between two searches; not between each and the next.
  expect(asked.features).toBeLessThan(10)
  expect(asked.features).toBeGreaterThan(0)
  for (const events of [2, 3, 4]) {
    await visitor.click('star-trek-2009')
    expect((await visitor.get('/v1/search?q=love&limit=3')).body.personalisation.features.events).toBe(events)
  }
})
