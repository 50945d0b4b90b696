import { env } from 'cloudflare:workers'
import { runInDurableObject } from 'cloudflare:test'
import { expect, it } from 'vitest'
import { LENT_MS } from '#core/session/lending'
import type { SessionEvent } from '#core/session/state'
import type { SessionObject } from '../../durable-objects/session.ts'

const visitor = 'visitor-of-the-tests'
const clicked = (n: number): SessionEvent => ({
  id: `event-${n}`,
  type: 'clicked',
  item: `movie-${n}`,
  at: Date.now(),
  facets: {},
  numbers: {},
})

const pause = () => new Promise((resolve) => setTimeout(resolve, 1))
/** Ten milliseconds before the end of what isolate `one` was lent. */
const lent = async (instance: SessionObject) => {
  await instance.record(visitor, [clicked(1)])
  const at = Date.now()
  instance.now = () => at
  instance.features('features', 'one')
  instance.now = () => at + LENT_MS - 10
}
type Change = (instance: SessionObject, holder: string) => Promise<unknown>
const changes: Record<string, Change> = {
  record: (instance, holder) => instance.record(visitor, [clicked(2)], holder),
  forgetQuery: (instance, holder) => instance.forgetQuery('alien', holder),
  erase: (instance, holder) => instance.erase(visitor, holder),
  setConsent: (instance, holder) => instance.setConsent(visitor, false, holder),
}

it.each(Object.entries(changes))('is waited for by %s from elsewhere, and by nobody else', async (name, change) => {
  const waits = await runInDurableObject(
    env.SESSIONS.get(env.SESSIONS.idFromName(`lending-test-${name}`)),
    async (instance) => {
      await lent(instance)
      if (name === 'forgetQuery') {
        await instance.record(visitor, [
          { id: 'event-query', type: 'searched', query: 'alien', at: Date.now(), facets: {}, numbers: {} },
        ])
      }
      const order: string[] = []
      const elsewhere = change(instance, 'two').then(() => order.push('elsewhere'))
      const again = name === 'record' ? instance.record(visitor, [clicked(2)], 'two') : undefined
      const retry = again?.then(() => order.push('retry'))
      await instance.record(visitor, [], 'one').then(() => order.push('own'))
      await pause()
      order.push('pause')
      await Promise.all([elsewhere, retry])
      return order
    },
  )
  expect(waits.slice(0, 2)).toEqual(['own', 'pause'])
  expect(waits.slice(2).toSorted()).toEqual(name === 'record' ? ['elsewhere', 'retry'] : ['elsewhere'])
})
