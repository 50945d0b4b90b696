import { describe, expect, it } from 'vitest'
import type { RankedItem } from '#core/contract/replies'
import { door } from './break-origin.ts'
import { Visitor } from './visitor.ts'

const ids = (reply: { body: { results: { id: string }[] } }) => reply.body.results.map((item) => item.id)
const genre = (item: RankedItem) => item.facets.genre?.[0]

describe('GET /v1/search', () => {
  it('answers the real catalogue, best first, privately', async () => {
    const reply = await new Visitor().get('/v1/search?q=Star+Wars&limit=3')
    expect(reply.status).toBe(200)
    expect(reply.body.results.every((item: { title: string }) => item.title.startsWith('Star Wars'))).toBe(true)
    expect(reply.body.results).toHaveLength(3)
    expect(reply.body).toMatchObject({
      query: 'Star Wars',
      degraded: 'no',
      personalisation: { outcome: 'skipped', reason: 'new-visitor' },
    })
    expect(reply.headers.get('cache-control')).toBe('private, no-store')
    expect(reply.headers.get('cache-status')).toMatch(/^nearfield; (hit|fwd=)/i)
    expect(reply.headers.get('server-timing')).toMatch(/shared;dur=\d+.*total;dur=\d+/)
    expect(reply.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('asks the origin once for one query, in any spelling and for any visitor', async () => {
    const own = door('search')
    await new Visitor(own.env).get('/v1/search?q=dark+city')
    const again = await new Visitor(own.env).get('/v1/search?limit=5&q=%20DARK%20%20City&explain=true')
    expect(again.headers.get('cache-status')).toMatch(/^nearfield; hit; ttl=\d+/i)
    expect((await own.calls()).filter((call) => call.includes('/v1/retrieve'))).toHaveLength(1)
  })

  it('pages through the whole result without a gap or a repeat', async () => {
    const visitor = new Visitor()
    const seen: string[] = []
    let cursor = ''
    let total = 0
    do {
      const page = await visitor.get(`/v1/search?filter=genre:Musical&limit=20${cursor && `&cursor=${cursor}`}`)
      seen.push(...ids(page))
      expect(page.body.results[0].position).toBe(seen.length - page.body.results.length)
      cursor = page.body.cursor ?? ''
      total = page.body.total
    } while (cursor !== '')
    expect(seen).toHaveLength(total)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBeGreaterThan(40)
  })

  it('pages beyond one window of candidates', async () => {
    const deep = await new Visitor().get(
      `/v1/search?filter=genre:Drama&limit=10&cursor=${btoa('o400').replaceAll('=', '')}`,
    )
    expect(deep.status).toBe(200)
    expect(deep.body.results[0].position).toBe(400)
    expect(deep.body.results).toHaveLength(10)
  })

  it('filters, counts facets and sorts when asked', async () => {
    const reply = await new Visitor().get(
      '/v1/search?filter=genre:Horror,date>=2000-01-01&sort=date:desc&facets=genre&limit=50',
    )
    expect(reply.body.results.every((item: RankedItem) => genre(item) === 'Horror')).toBe(true)
    const dates = reply.body.results.map((item: { date: string }) => item.date)
    expect(dates).toEqual(dates.toSorted().toReversed())
    expect(reply.body.facets[0]).toMatchObject({ name: 'genre' })
    expect(reply.body.personalisation).toEqual({ outcome: 'skipped', reason: 'sorted' })
  })
})

describe('re-ranking', () => {
  it('reflects an event in the very next search, and only for the visitor who sent it', async () => {
    const visitor = new Visitor()
    const stranger = new Visitor()
    const before = await visitor.get('/v1/search?q=night&limit=20')
    const horror = await visitor.get('/v1/search?filter=genre:Horror&limit=3')
    expect((await visitor.click(...ids(horror))).body).toEqual({
      accepted: 3,
      duplicates: 0,
      discarded: 0,
      rejected: [],
    })

    const after = await visitor.get('/v1/search?q=night&limit=20&explain=true')
    expect(after.body.personalisation).toMatchObject({
      outcome: 'applied',
      features: { events: 3, affinities: expect.arrayContaining([{ facet: 'genre', value: 'Horror', share: 1 }]) },
    })
    const lifted = after.body.results.find(
      (item: RankedItem) => genre(item) === 'Horror' && item.position < item.sharedPosition,
    )
    expect(lifted).toBeDefined()
    expect(lifted.explain.at(-1)).toMatchObject({ stage: 'affinity', why: expect.stringContaining('Horror') })
    expect(ids(await stranger.get('/v1/search?q=night&limit=20'))).toEqual(ids(before))
  })

  it('explains only when asked', async () => {
    const visitor = new Visitor()
    expect((await visitor.get('/v1/search?q=night')).body.results[0].explain).toBeUndefined()
    expect((await visitor.get('/v1/search?q=night&explain=true')).body.results[0].explain[0].stage).toBe('retrieval')
  })
})
