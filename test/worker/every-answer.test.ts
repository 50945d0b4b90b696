import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { Visitor } from './visitor.ts'

const HIT = /^nearfield(-index)?; (hit|fwd=uri-miss)/
const UNCACHED = 'nearfield; fwd=bypass'
const admin = { headers: { authorization: `Bearer ${env.ADMIN_TOKEN}` } }

it.each([
  ['GET', '/v1/suggest?q=st', 200, HIT],
  ['GET', '/v1/search?q=star', 200, HIT],
  ['GET', '/v1/recommend/trending', 200, HIT],
  ['GET', '/v1/search?filter=nope:1', 400, HIT],
  ['GET', '/v1/recommend/similar?item=nope', 404, HIT],
  ['GET', '/v1/me', 200, UNCACHED],
  ['DELETE', '/v1/me', 200, UNCACHED],
  ['POST', '/v1/events', 415, UNCACHED],
  ['PATCH', '/v1/search', 405, UNCACHED],
  ['GET', '/v1/search?nope=1', 400, UNCACHED],
  ['GET', '/v1/nowhere', 404, UNCACHED],
  ['GET', '/v1/admin/status', 401, UNCACHED],
  ['GET', '/healthz', 200, UNCACHED],
  ['GET', '/readyz', 200, UNCACHED],
] as const)(
  '%s %s says how long it took, whether a cache answered, and its id',
  async (method, path, status, cache) => {
    const reply = await new Visitor().call(method, path)
    expect(reply.status).toBe(status)
    expect(reply.headers.get('cache-status')).toMatch(cache)
    expect(reply.headers.get('server-timing')).toMatch(/total;dur=\d/)
    expect(reply.headers.get('x-request-id')).toMatch(/^[\w-]{16,}$/)
    expect(reply.headers.get('content-type')).toMatch(
      status < 400 ? /^application\/json/ : /^application\/problem\+json/,
    )
  },
)

it('what is not ready is a problem that says when to come back', async () => {
  const away = new Visitor({ ...env, ORIGIN_URL: 'http://127.0.0.1:9' })
  const reply = await away.call('GET', '/readyz', admin)
  expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '1'])
  expect(reply.body).toMatchObject({ detail: 'origin: unreachable, suggestIndex: not loaded' })
})
