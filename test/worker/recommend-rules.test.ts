import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import type { Impression } from '#core/contract/impressions'
import type { LogBatch } from '#core/contract/events'
import { door } from './break-origin.ts'
import { Visitor, type Reply } from './visitor.ts'

const ids = ({ body }: Reply): string[] => body.results.map(({ id }: { id: string }) => id)

async function atOrigin(path: string): Promise<string[]> {
  const answer = await fetch(`${env.ORIGIN_URL}${path}`, { headers: { authorization: `Bearer ${env.ORIGIN_SECRET}` } })
  const { hits }: { hits: { item: { id: string } }[] } = await answer.json()
  return hits.map(({ item }) => item.id)
}

/** The one origin has other tests' visitors: the rules hold for those who like Westerns most, and no other test's do. */
const when = { segment: { facet: 'genre', value: 'Western', share: 0.9 } }

it('a recommended list follows the rules, explores where they say, and is an impression', async () => {
  const batches: LogBatch[] = []
  const own = door('recommend-rules')
  const fan = new Visitor(own.env)
  // From the origin itself: the edge would read the rules, and know them before they are stored.
  const [seed = '', ...westerns] = await atOrigin('/v1/retrieve?filter=genre:Western&limit=5')
  await fan.click(seed, ...westerns)
  const alike = await atOrigin(`/v1/similar?item=${seed}&limit=40`)
  const rules = [
    { id: 'gone', does: 'hide', on: { items: alike.slice(0, 3) }, when },
    { id: 'here', does: 'pin', item: alike[30], position: 1, when },
    { id: 'try', does: 'explore', position: 3, when },
  ]
  const headers = { authorization: `Bearer ${env.ADMIN_TOKEN}` }
  expect((await fan.call('PUT', '/v1/admin/rules', { headers, body: { rules } })).status).toBe(200)

  // A location that has not read the rules before they were stored.
  const send = async (batch: LogBatch) => batches.push(batch)
  const later = new Visitor({ ...door('recommend-rules-after').env, EVENTS: { send } as never })
  later.token = fan.token
  const reply = await later.get(`/v1/recommend/similar?item=${seed}&limit=6&explain=true`)
  expect(ids(reply).filter((id) => alike.slice(0, 3).includes(id))).toEqual([])
  expect(ids(reply)[1]).toBe(alike[30])
  expect(reply.body.results[1].explain.at(-1)).toEqual({ stage: 'pin', value: 0, why: 'pinned by rule here' })
  const shown: Impression[] = batches.flatMap(({ impressions = [] }) => impressions)
  expect(shown).toEqual([
    {
      id: reply.body.impression,
      at: expect.any(Number),
      visitor: expect.any(String),
      surface: 'similar',
      seed,
      query: '',
      filter: '',
      model: 'prior-affinity-2',
      policy: 'personal',
      first: 0,
      items: ids(reply),
      explored: { position: 3, propensity: expect.any(Number) },
      context: { matches: expect.any(Array), hour: new Date().getUTCHours(), device: '' },
    },
  ])
})
