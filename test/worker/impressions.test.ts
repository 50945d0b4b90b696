import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import type { Impression } from '#core/contract/impressions'
import type { LogBatch } from '#core/contract/events'
import type { Env } from '../../worker/env.ts'
import { Visitor } from './visitor.ts'

/** A Worker of its own whose queue keeps what it is given. */
function catching(): { bindings: Env; sent: () => Impression[] } {
  const batches: LogBatch[] = []
  const send = async (batch: LogBatch) => batches.push(batch)
  const bindings = { ...env, EVENTS: { send } as unknown as Env['EVENTS'] }
  return { bindings, sent: () => batches.flatMap(({ impressions = [] }) => impressions) }
}

it('logs what a search showed, where, by which policy and with which chance', async () => {
  const { bindings, sent } = catching()
  const { body } = await new Visitor(bindings).get('/v1/search?limit=6&filter=genre:Drama')
  const explored = body.results[4]
  expect(sent()).toEqual([
    {
      id: body.impression,
      at: expect.any(Number),
      visitor: null,
      surface: 'search',
      seed: null,
      query: '',
      filter: 'genre:Drama',
      model: 'prior-affinity-2',
      policy: 'everyones',
      first: 0,
      items: body.results.map(({ id }: { id: string }) => id),
      explored: { position: explored.position, propensity: expect.any(Number) },
      context: { matches: expect.any(Array), hour: new Date().getUTCHours(), device: '' },
    },
  ])
})

it.each([true, false])('names the visitor with consent and notes nothing without: %s', async (consent) => {
  const { bindings, sent } = catching()
  const visitor = new Visitor()
  await visitor.click('star-trek-2009')
  await visitor.call('PUT', '/v1/me/consent', { body: { consent } })
  if (consent) await visitor.click('star-trek-2009')
  const caught = new Visitor(bindings)
  caught.token = visitor.token
  await caught.get('/v1/search?q=moon')
  await caught.get('/v1/search?q=moon&sort=date:desc')
  await caught.get('/v1/recommend/trending')
  const noted = sent().map((shown) => [shown.surface, shown.visitor === null, shown.policy])
  const personal = [
    ['search', false, 'personal'],
    ['trending', false, 'personal'],
  ]
  expect(noted).toEqual(consent ? personal : [])
})

it('logs each of four searches in a row, though no further request comes', async () => {
  const { bindings, sent } = catching()
  const visitor = new Visitor(bindings)
  const noted: string[] = []
  for (const q of ['moon', 'star', 'love', 'man']) noted.push((await visitor.get(`/v1/search?q=${q}`)).body.impression)
  expect(sent().map(({ id }) => id)).toEqual(noted)
})
