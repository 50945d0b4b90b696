/** An origin that is down from the first request on: nothing is cached, nothing to fall back to. */
import { expect, it } from 'vitest'
import { door } from './break-origin.ts'
import { Visitor } from './visitor.ts'

const own = door('cold')

it.each(['/v1/search?q=star', '/v1/recommend/trending', '/v1/recommend/similar?item=star-trek-2009'])(
  '%s is a 503 that says when to come back',
  async (path) => {
    await own.break('erroring')
    const reply = await new Visitor(own.env).get(path)
    expect(reply.status).toBe(503)
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(reply.body).toMatchObject({
      type: expect.stringMatching(/unavailable$/),
      detail: expect.stringMatching(/origin/),
    })
  },
)

it('suggestions without an index are an empty list that says so, and are not cacheable', async () => {
  await own.break('erroring')
  const reply = await new Visitor(own.env).get('/v1/suggest?q=star')
  expect([reply.status, reply.body.degraded]).toEqual([200, 'no-index'])
  expect(reply.headers.get('cache-control')).toBe('private, no-store')
})

it('recovers by itself once the origin is back', async () => {
  await own.break('whole')
  const reply = await new Visitor(own.env).get('/v1/search?q=godfather')
  expect(reply.status).toBe(200)
})
