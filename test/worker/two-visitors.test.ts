/**
 * Two visitors never see each other's data: every route is asked by a visitor with a history, by another with another
 * history, and by a stranger, before and after. What depends on a visitor must never be storable by anyone.
 */
import { describe, expect, it } from 'vitest'
import { search, Visitor, type Reply } from './visitor.ts'

const ROUTES = [
  '/v1/search?q=man&limit=30&explain=true',
  // The fifth place of a browsing page is explored: it differs by chance, not by visitor.
  '/v1/search?limit=4&explain=true',
  '/v1/search?filter=genre:Drama&limit=4&explain=true',
  '/v1/suggest?q=st',
  '/v1/suggest?q=horror',
  '/v1/suggest?q=&limit=20&explain=true',
  '/v1/suggest?q=my+own',
  '/v1/recommend/trending?limit=30&explain=true',
  '/v1/recommend/similar?item=star-trek-2009&limit=30&explain=true',
  '/v1/recommend/for-you?limit=30&explain=true',
  '/v1/recommend/because-you-viewed?explain=true',
  '/v1/recommend/also-viewed?item=star-trek-2009&limit=30&explain=true',
  '/v1/me',
  '/healthz',
  '/readyz',
]

/** What an answer says, without what differs from one request to the next. */
const said = (reply: Reply) => {
  const { instance: _instance, impression: _impression, ...body } = reply.body
  return JSON.stringify([reply.status, body])
}

const secretOf = (visitor: Visitor) => visitor.token?.split('.')[1] ?? 'no token'

describe('every route, two visitors and a stranger', () => {
  it('keeps them apart', async () => {
    const [horrorFan, musicalFan, stranger] = [new Visitor(), new Visitor(), new Visitor()]
    const before = new Map<string, string>()
    for (const route of ROUTES) before.set(route, said(await stranger.get(route)))

    const like = async (visitor: Visitor, genre: string) => {
      const items = (await stranger.get(`/v1/search?filter=genre:${genre}&limit=5`)).body.results
      await visitor.click(...items.map((item: { id: string }) => item.id))
      return items.map((item: { title: string }) => item.title)
    }
    await like(horrorFan, 'Horror')
    await like(musicalFan, 'Musical')
    await search(horrorFan, 'my own xyzzy fright', 'horror xyzzy')
    await search(musicalFan, 'my own xyzzy dance', 'strictly xyzzy')

    for (const route of ROUTES) {
      const [one, other, none] = [await horrorFan.get(route), await musicalFan.get(route), await stranger.get(route)]
      expect([route, said(none)]).toEqual([route, before.get(route)])
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
