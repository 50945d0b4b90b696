import { describe, expect, it } from 'vitest'
import { Visitor } from './visitor.ts'

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
    ['/v1/recommend/similar?item=no-such-movie', 404, /no-such-movie/],
    ['/v1/recommend/trending?item=x', 400, /trending takes none/],
    ['/v1/recommend/nonsense', 404, /trending, similar/],
    ['/v1/recommend/for-you', 501, /planned/],
  ])('%s is a %i that explains', async (path, status, why) => {
    const reply = await new Visitor().get(path)
    expect(reply.status).toBe(status)
    expect(reply.body.detail).toMatch(why)
  })
})
