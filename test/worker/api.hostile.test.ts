/** Input that means harm or is simply broken: always a 4xx problem that explains, never a 5xx. */
import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clicked, Visitor, type Reply } from './visitor.ts'

function expectProblem(reply: Reply, status: number, detail: RegExp): void {
  expect([reply.status, reply.body.detail]).toEqual([status, expect.stringMatching(detail)])
  expect(reply.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
  expect(reply.headers.get('cache-control')).toBe('private, no-store')
  expect(reply.body).toMatchObject({ status, title: expect.any(String), type: expect.stringMatching(/^https:/) })
  expect(reply.body.instance).toBe(`urn:request:${reply.headers.get('x-request-id')}`)
}

describe('query strings', () => {
  const long = 'x'.repeat(200 * 1024)
  it.each([
    ['a 200 KB query', `/v1/search?q=${long}`, /query string has 204802 characters; at most 8192/],
    ['a 200 KB prefix', `/v1/suggest?q=${long}`, /query string/],
    ['a query over 256 characters', `/v1/search?q=${'x'.repeat(257)}`, /q: has more than 256 characters/],
    ['an unknown parameter', '/v1/search?q=star&colour=red', /unknown parameter "colour"; this route takes q, filter/],
    ['__proto__', '/v1/search?__proto__=1', /unknown parameter "__proto__"/],
    ['constructor', '/v1/suggest?constructor=1', /unknown parameter "constructor"/],
    ['a parameter given twice', '/v1/search?q=a&q=b', /q: given more than once/],
    ['limit 0', '/v1/search?limit=0', /limit: expected a whole number from 1 to 100/],
    ['limit -1', '/v1/search?limit=-1', /limit/],
    ['limit 1e3', '/v1/suggest?limit=1e3', /limit/],
    ['limit 101', '/v1/search?limit=101', /limit/],
    ['an invented cursor', '/v1/search?cursor=AAAA', /cursor: not one that this API gave/],
    ['a cursor with junk', '/v1/search?cursor=%00%ff', /cursor/],
    ['a broken filter', '/v1/search?filter=genre', /filter: "genre" is not a clause/],
    ['an unknown facet', '/v1/search?filter=colour:red', /colour/],
    ['a facet named __proto__', '/v1/search?filter=__proto__:x', /filter/],
    ['an unknown sort', '/v1/search?sort=random', /sort: expected relevance/],
    ['an unknown facet to count', '/v1/search?facets=colour', /colour/],
    ['explain=yes', '/v1/search?explain=yes', /explain: expected true or false/],
    ['a strange language', '/v1/suggest?lang=../../etc', /lang/],
    ['parameters of /v1/me', '/v1/me?user=1', /unknown parameter "user"/],
    ['explain=1 of suggestions', '/v1/suggest?explain=1', /explain: expected true or false/],
  ])('%s is a 400', async (_name, path, detail) => {
    expectProblem(await new Visitor().get(path), 400, detail)
  })

  it('any text at all is an answer or a 400', async () => {
    const visitor = new Visitor()
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.stringMatching(/^["*():^\-+~{}[\]\\/ANDORNEAR ]{0,30}$/),
    )
    const route = fc.constantFrom(
      '/v1/search?q=',
      '/v1/suggest?q=',
      '/v1/search?filter=',
      '/v1/recommend/similar?item=',
    )
    await fc.assert(
      fc.asyncProperty(route, text, async (path, q) => {
        const { status } = await visitor.get(path + encodeURIComponent(q.toWellFormed()))
        expect([200, 400, 404]).toContain(status)
      }),
      { numRuns: 150 },
    )
  })

  it.each(['%', '%zz', '%00', '%ed%a0%80', '%f0%9f%8e%ac', '%22*%22%20NEAR(', "'%20OR%201=1--", '%e2%80%ae'])(
    'q=%s never breaks anything',
    async (q) => {
      const visitor = new Visitor()
      for (const path of ['/v1/search', '/v1/suggest']) expect((await visitor.get(`${path}?q=${q}`)).status).toBe(200)
    },
  )
})

describe('bodies', () => {
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    new Visitor().call('POST', '/v1/events', { body, headers })
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`

  it.each([
    ['broken JSON', '{"events":[', 400, /not JSON/],
    ['an empty body', '', 400, /not JSON/],
    ['a number', '7', 400, /Expected Object|object/i],
    ['null', 'null', 400, /object/i],
    ['no events', '{}', 400, /events/],
    ['events that are no list', '{"events":{}}', 400, /events/],
    ['an empty list', '{"events":[]}', 400, /events: expected at least one/],
    ['101 events', JSON.stringify({ events: Array.from({ length: 101 }, () => 1) }), 400, /at most 100/],
    ['unknown fields', '{"events":[1],"debug":true}', 400, /debug: is not a field that is known here/],
    ['__proto__', '{"__proto__":{"x":1},"events":[{"__proto__":{"id":"event-1234"}}]}', 400, /__proto__/],
    ['deep nesting', `{"events":${deep}}`, 422, /events\.0/],
    ['70 KB', JSON.stringify({ events: ['x'.repeat(70_000)] }), 413, /larger than 65536 bytes/],
  ])('%s is refused', async (_name, body, status, detail) => {
    expectProblem(await post(body), status, detail)
  })

  it.each([
    ['POST', '/v1/events', { events: [clicked('star-trek-2009')] }],
    ['DELETE', '/v1/me', undefined],
    ['PUT', '/v1/me/consent', { consent: true }],
  ])('%s %s takes no parameters, and does nothing when it is given some', async (method, path, body) => {
    const visitor = new Visitor()
    await visitor.click('alien-1979')
    const options = body === undefined ? {} : { body }
    expectProblem(await visitor.call(method, `${path}?a=1&a=2`, options), 400, /unknown parameter "a"; .* none/)
    expect((await visitor.get('/v1/me')).body.events).toBe(1)
  })

  it('another content type is a 415', async () => {
    expectProblem(
      await post('a=1', { 'content-type': 'application/x-www-form-urlencoded' }),
      415,
      /application\/json or text\/plain/,
    )
  })

  it('one bad event of any shape never loses the good one beside it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 3 }), async (bad) => {
        const reply = await new Visitor().call('POST', '/v1/events', {
          body: { events: [bad, clicked('star-trek-2009')] },
        })
        expect([reply.status, reply.body.accepted]).toEqual([202, 1])
        expect(reply.body.rejected).toEqual([{ index: 0, detail: expect.any(String) }])
      }),
      { numRuns: 40 },
    )
  })

  it('a GET with a body is refused: caches key on the URL', async () => {
    const reply = await new Visitor().call('GET', '/v1/search?q=a', { headers: { 'content-length': '5' } })
    expectProblem(reply, 400, /a GET has no body/)
  })
})

describe('methods and paths', () => {
  it.each([
    ['POST', '/v1/search', 'GET, HEAD'],
    ['DELETE', '/v1/suggest', 'GET, HEAD'],
    ['GET', '/v1/events', 'POST'],
    ['POST', '/v1/me', 'GET, DELETE, HEAD'],
    ['GET', '/v1/me/consent', 'PUT'],
    ['GET', '/v1/me/queries', 'DELETE'],
    ['PATCH', '/v1/recommend/trending', 'GET, HEAD'],
    ['PUT', '/healthz', 'GET, HEAD'],
  ])('%s %s is a 405 that names what is allowed', async (method, path, allow) => {
    const reply = await new Visitor().call(method, path)
    expectProblem(reply, 405, /is not one of the methods/)
    expect(reply.headers.get('allow')).toBe(allow)
  })

  it.each(['/v1', '/v1/', '/v1/unknown', '/v1/search/', '/v1/../v1/nothing', '/v1/search%2f'])(
    '%s is a 404',
    async (path) => {
      expectProblem(await new Visitor().get(path), 404, /no route/)
    },
  )

  it.each([
    ['POST', '/v1/admin/purge'],
    ['GET', '/v1/admin/rules'],
    ['PUT', '/v1/admin/rules'],
    ['POST', '/v1/admin/publish'],
    ['GET', '/v1/admin/status'],
    ['GET', '/metrics'],
  ])('%s %s is for operators', async (method, path) => {
    const visitor = new Visitor()
    expectProblem(await visitor.call(method, path), 401, /Bearer/)
    expectProblem(await visitor.call(method, path, { headers: { authorization: 'Bearer wrong' } }), 401, /Bearer/)
  })
})

describe('parameters of operations', () => {
  it.each(['?x=1', '?q=a&q=b'])('%s is refused by the metrics, and health checkers may send it', async (query) => {
    const visitor = new Visitor()
    const headers = { authorization: `Bearer ${env.ADMIN_TOKEN}` }
    expectProblem(await visitor.call('GET', `/metrics${query}`, { headers }), 400, /unknown parameter/)
    for (const path of ['/healthz', '/readyz']) {
      const reply = await visitor.get(`${path}${query}`)
      expect([reply.status, reply.headers.get('cache-control')]).toEqual([200, 'private, no-store'])
    }
  })
})

describe('the query to forget', () => {
  it.each([
    ['none', '', /q: is missing/],
    ['an empty one', '?q=', /q: is empty/],
    ['a long one', `?q=${'x'.repeat(257)}`, /q: has more than 256/],
    ['two', '?q=a&q=b', /q: given more than once/],
    ['another parameter', '?q=a&all=true', /unknown parameter "all"/],
  ])('%s is a 400', async (_name, params, detail) => {
    expectProblem(await new Visitor().call('DELETE', `/v1/me/queries${params}`), 400, detail)
  })
})

describe('identities', () => {
  it.each(['', 'v1', 'v1.x.y.z', 'null', '__proto__', 'v1.AAAAAAAAAAAAAAAAAAAAAA.abc.' + 'A'.repeat(43)])(
    'the invented token "%s" is a stranger',
    async (token) => {
      const reply = await new Visitor().call('GET', '/v1/me', { headers: { 'x-nearfield-visitor': token } })
      expect(reply.body).toMatchObject({ visitor: 'unknown', events: 0 })
    },
  )

  it('a token with one character changed is a stranger', async () => {
    const visitor = new Visitor()
    await visitor.click('star-trek-2009')
    const token = visitor.token ?? ''
    const forged = token.replace(/^v1\.(.)/, (_all, first: string) => `v1.${first === 'A' ? 'B' : 'A'}`)
    const reply = await new Visitor().call('GET', '/v1/me', { headers: { 'x-nearfield-visitor': forged } })
    expect(reply.body.visitor).toBe('unknown')
  })
})
