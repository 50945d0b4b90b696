import { describe, expect, it } from 'vitest'
import { door } from './break-origin.ts'
import { clicked, Visitor, type Reply } from './visitor.ts'

describe('GET /v1/recommend/{slot}', () => {
  it('trending is useful on a catalogue that nobody has touched', async () => {
    const reply = await new Visitor().get('/v1/recommend/trending?limit=5')
    expect(reply.body).toMatchObject({ slot: 'trending', degraded: 'no', personalisation: { reason: 'new-visitor' } })
    expect(reply.body.results).toHaveLength(5)
    expect(reply.body.results[0].popularity).toBeGreaterThan(0.9)
  })

  it('similar gives items that share something with the one asked about, and not itself', async () => {
    const reply = await new Visitor().get('/v1/recommend/similar?item=star-trek-2009&limit=5')
    const results: { id: string; facets: Record<string, string[]> }[] = reply.body.results
    expect(results).toHaveLength(5)
    expect(results.map((item) => item.id)).not.toContain('star-trek-2009')
    const shared = (item: { facets: Record<string, string[]> }) =>
      ['Adventure', 'Science Fiction', 'J.J. Abrams', 'Based on TV'].some((value) =>
        Object.values(item.facets).flat().includes(value),
      )
    expect(results.every(shared)).toBe(true)
  })

  it.each([
    ['/v1/recommend/similar', 400, /item: give the id/],
    ['/v1/recommend/also-viewed', 400, /item: give the id of the item that also-viewed/],
    ['/v1/recommend/similar?item=no-such-movie', 404, /no-such-movie/],
    ['/v1/recommend/also-viewed?item=no-such-movie', 404, /no-such-movie/],
    ['/v1/recommend/trending?item=x', 400, /trending takes none/],
    ['/v1/recommend/for-you?item=x', 400, /for-you takes none/],
    ['/v1/recommend/also-viewed?item=x&repeat=true', 400, /repeat: also-viewed takes none/],
    ['/v1/recommend/nonsense', 404, /trending, similar/],
    ['/v1/recommend/__proto__', 404, /unknown slot/],
  ])('%s is a %i that explains', async (path, status, why) => {
    const reply = await new Visitor().get(path)
    expect(reply.status).toBe(status)
    expect(reply.body.detail).toMatch(why)
  })
})

const ids = (reply: Reply): string[] => reply.body.results.map((item: { id: string }) => item.id)

/** What is trending here is what the catalogue makes of it: no other test's clicks arrive. */
const quiet = door('quiet-recommend').env

describe('without a neighbour index', () => {
  it.each(['also-viewed', 'bought-together'])('%s is what is similar, and says so', async (slot) => {
    const visitor = new Visitor(quiet)
    const reply = await visitor.get(`/v1/recommend/${slot}?item=star-trek-2009`)
    expect(reply.body).toMatchObject({ slot, degraded: 'fallback' })
    expect(ids(reply)).toEqual(ids(await visitor.get('/v1/recommend/similar?item=star-trek-2009')))
  })

  it('for-you is popular titles of the kind that the visitor opened, from the first click', async () => {
    const visitor = new Visitor(quiet)
    await visitor.click('alien-1979')
    const reply = await visitor.get('/v1/recommend/for-you?limit=5')
    expect(reply.body).toMatchObject({ degraded: 'fallback', personalisation: { outcome: 'applied' } })
    const alike = (item: { facets: Record<string, string[]> }) =>
      Object.values(item.facets)
        .flat()
        .some((value) => ['Horror', 'Science Fiction', 'Ridley Scott'].includes(value))
    expect(reply.body.results.map(alike)).toEqual([true, true, true, true, true])
    const trending = (await new Visitor(quiet).get('/v1/recommend/trending?limit=5')).body.results
    expect(trending.map(alike)).toContain(false)
    expect(ids(reply)).not.toContain('alien-1979')
  })

  it('because-you-viewed names the title that it starts from', async () => {
    const visitor = new Visitor(quiet)
    const earlier = { ...clicked('alien-1979'), at: Date.now() - 1_000 }
    await visitor.call('POST', '/v1/events', { body: { events: [clicked('star-trek-2009'), earlier] } })
    const reply = await visitor.get('/v1/recommend/because-you-viewed')
    expect(reply.body.because).toEqual({ id: 'star-trek-2009', title: 'Star Trek' })
    expect(reply.body.degraded).toBe('fallback')
  })
})

it.each(['for-you', 'because-you-viewed'])('%s of somebody unknown is what is trending', async (slot) => {
  const visitor = new Visitor()
  const reply = await visitor.get(`/v1/recommend/${slot}`)
  expect(reply.body).toMatchObject({ slot, degraded: 'no', personalisation: { reason: 'new-visitor' } })
  expect(reply.body).not.toHaveProperty('because')
  expect(ids(reply)).toEqual(ids(await visitor.get('/v1/recommend/trending')))
})
