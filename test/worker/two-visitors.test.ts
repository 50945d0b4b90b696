/**
 * Two visitors never see each other's data: every route of the app's own table is asked by a visitor with a history, by
 * another with another history, and by a stranger. What depends on a visitor must never be storable by anyone, and what
 * one of them changes is changed for nobody else.
 */
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { app } from '../../worker/app.ts'
import { door } from './break-origin.ts'
import { clicked, search, Visitor, type Reply } from './visitor.ts'

/** Answers that are the same every time, for a visitor about whom nothing was learned in between. */
const READS: Record<string, string[]> = {
  'GET /v1/search': [
    '/v1/search?q=man&limit=30&explain=true',
    // The fifth place of a browsing page is explored: it differs by chance, not by visitor.
    '/v1/search?limit=4&explain=true',
    '/v1/search?filter=genre:Drama&limit=4&explain=true',
  ],
  'GET /v1/suggest': [
    '/v1/suggest?q=st',
    '/v1/suggest?q=horror',
    '/v1/suggest?q=&limit=20&explain=true',
    '/v1/suggest?q=my+own',
  ],
  'GET /v1/recommend/:slot': [
    '/v1/recommend/trending?limit=30&explain=true',
    '/v1/recommend/similar?item=star-trek-2009&limit=30&explain=true',
    '/v1/recommend/for-you?limit=30&explain=true',
    '/v1/recommend/because-you-viewed?explain=true',
    '/v1/recommend/also-viewed?item=star-trek-2009&limit=30&explain=true',
    '/v1/recommend/bought-together?item=star-trek-2009&limit=30&explain=true',
  ],
  'GET /v1/me': ['/v1/me'],
  'GET /healthz': ['/healthz'],
  'GET /readyz': ['/readyz'],
}

/** Answers that tell how the Worker and its origin are, which changes while they are asked. */
const STATES: Record<string, string[]> = {
  'GET /v1/admin/rules': ['/v1/admin/rules'],
  'GET /v1/admin/status': ['/v1/admin/status'],
  'GET /metrics': ['/metrics'],
}

type Write = { path: string; body?: unknown; status: number; changesOwn: boolean }

/** What a visitor, or an operator who is one too, can change. */
const WRITES: Record<string, Write> = {
  'POST /v1/events': {
    path: '/v1/events',
    body: { events: [clicked('star-trek-2009')] },
    status: 202,
    changesOwn: true,
  },
  'DELETE /v1/me': { path: '/v1/me', status: 200, changesOwn: true },
  'PUT /v1/me/consent': { path: '/v1/me/consent', body: { consent: false }, status: 200, changesOwn: true },
  'DELETE /v1/me/queries': { path: '/v1/me/queries?q=shared+query', status: 200, changesOwn: true },
  'POST /v1/admin/purge': { path: '/v1/admin/purge', body: { everything: true }, status: 202, changesOwn: false },
  'PUT /v1/admin/rules': { path: '/v1/admin/rules', body: { rules: [] }, status: 200, changesOwn: false },
  'POST /v1/admin/publish': {
    path: '/v1/admin/publish',
    body: { artifact: 'latest', kind: 'suggest' },
    status: 200,
    changesOwn: false,
  },
}

const OPERATOR = { authorization: `Bearer ${env.ADMIN_TOKEN}` }
const headersFor = (path: string) => (/^\/(v1\/admin|metrics)/.test(path) ? OPERATOR : {})
const ask = (visitor: Visitor, path: string) => visitor.call('GET', path, { headers: headersFor(path) })

/** What an answer says, without what differs from one request to the next. */
const said = ({ status, body }: Reply) => {
  if (typeof body === 'string') return JSON.stringify([status, body])
  const { instance: _instance, impression: _impression, ...rest } = body
  return JSON.stringify([status, rest])
}

const secretOf = (visitor: Visitor) => visitor.token?.split('.')[1] ?? 'no token'

/** A horror fan, a musical fan, and somebody about whom nothing is known. */
async function threeVisitors(stranger: Visitor) {
  const [horrorFan, musicalFan] = [new Visitor(), new Visitor()]
  const like = async (visitor: Visitor, genre: string) => {
    const items = (await stranger.get(`/v1/search?filter=genre:${genre}&limit=5`)).body.results
    await visitor.click(...items.map((item: { id: string }) => item.id))
  }
  await like(horrorFan, 'Horror')
  await like(musicalFan, 'Musical')
  await search(horrorFan, 'my own xyzzy fright', 'horror xyzzy')
  await search(musicalFan, 'my own xyzzy dance', 'strictly xyzzy')
  return { horrorFan, musicalFan }
}

it('has a case for every route', () => {
  const cases = [READS, STATES, WRITES].flatMap((each) => Object.keys(each))
  expect(cases.toSorted()).toEqual(app.routes.map(({ method, path }) => `${method} ${path}`).toSorted())
})

describe('every route, two visitors and a stranger', () => {
  it('keeps them apart', async () => {
    const stranger = new Visitor()
    const reads = Object.values(READS).flat()
    const before = new Map<string, string>()
    for (const path of reads) before.set(path, said(await ask(stranger, path)))
    const { horrorFan, musicalFan } = await threeVisitors(stranger)

    for (const path of [...reads, ...Object.values(STATES).flat()]) {
      const [one, other, none] = [await ask(horrorFan, path), await ask(musicalFan, path), await ask(stranger, path)]
      expect([path, none.status]).toEqual([path, 200])
      expect([path, said(none)]).toEqual([path, before.get(path) ?? said(none)])
      expect(said(one)).not.toContain('you opened Musical')
      expect(said(other)).not.toContain('you opened Horror')
      for (const reply of [other, none]) expect(said(reply)).not.toMatch(/xyzzy fright|horror xyzzy/)
      for (const reply of [one, none]) expect(said(reply)).not.toMatch(/xyzzy dance|strictly xyzzy/)
      for (const reply of [one, other, none]) {
        for (const visitor of [horrorFan, musicalFan]) expect(said(reply)).not.toContain(secretOf(visitor))
        expect(reply.headers.get('set-cookie')).toBeNull()
      }
      const personal = [one, other].filter((reply) => said(reply) !== said(none))
      expect(personal.map((reply) => reply.headers.get('cache-control'))).toEqual(
        personal.map(() => 'private, no-store'),
      )
    }
    expect((await horrorFan.get('/v1/search?q=man&limit=30&explain=true')).body.personalisation.outcome).toBe('applied')
    for (const [visitor, own] of [
      [horrorFan, 'my own xyzzy fright'],
      [musicalFan, 'my own xyzzy dance'],
    ] as const) {
      const { queries } = (await visitor.get('/v1/suggest?q=my+own')).body.sections
      expect(queries.map(({ text }: { text: string }) => text)).toEqual([own])
    }
  })

  it.each(Object.entries(WRITES))('%s by one of them changes nothing for the others', async (route, write) => {
    // Not the origin of the other tests: theirs would see what an operator changes.
    const { env: own } = door(`shop-two-visitors-${route.replace(/\W+/g, '-')}`)
    const [one, other, stranger] = [new Visitor(own), new Visitor(own), new Visitor(own)]
    const paths = ['/v1/me', '/v1/suggest?q=shared+qu', '/v1/search?q=man&limit=30&explain=true']
    const sayings = async (visitor: Visitor) => Promise.all(paths.map(async (path) => said(await visitor.get(path))))
    for (const visitor of [one, other]) {
      await visitor.click('psycho-1960')
      await search(visitor, 'shared query')
    }
    const before = [await sayings(one), await sayings(other), await sayings(stranger)]

    const { path, body, status, changesOwn } = write
    const done = await one.call(route.split(' ')[0] ?? '', path, {
      headers: headersFor(path),
      ...(body ? { body } : {}),
    })
    expect(done.status).toBe(status)
    for (const visitor of [one, other]) expect(said(done)).not.toContain(secretOf(visitor))

    const after = [await sayings(one), await sayings(other), await sayings(stranger)]
    expect(after.slice(1)).toEqual(before.slice(1))
    expect(JSON.stringify(after[0]) !== JSON.stringify(before[0])).toBe(changesOwn)
  })

  it('gives a hundred visitors in parallel each their own', async () => {
    const movies = (await new Visitor().get('/v1/search?limit=100')).body.results.map((item: { id: string }) => item.id)
    // Items that nobody asked for are the bulkhead's affair, which lets a few through at a time.
    const first = new Visitor()
    for (const id of movies) await first.click(id)
    await Promise.all(
      movies.map(async (id: string) => {
        const visitor = new Visitor()
        await visitor.click(id)
        const me = await visitor.get('/v1/me')
        expect(me.body.recentItems.map((item: { id: string }) => item.id)).toEqual([id])
      }),
    )
  })
})
