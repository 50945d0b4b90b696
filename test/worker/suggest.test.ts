import { describe, expect, it } from 'vitest'
import { Visitor } from './visitor.ts'

describe('GET /v1/suggest', () => {
  it('completes titles and categories of the real catalogue, highlighted, for any cache', async () => {
    const reply = await new Visitor().get('/v1/suggest?q=star+w')
    expect(reply.status).toBe(200)
    const [first] = reply.body.sections.items
    expect(first).toMatchObject({ kind: 'item', highlights: [[0, 6]] })
    expect(first.text.slice(0, 6)).toBe('Star W')
    expect(reply.headers.get('cache-control')).toBe('public, max-age=1')
    expect(reply.headers.get('set-cookie')).toBeNull()
  })

  it('finds words in any order, and forgives a typo', async () => {
    const visitor = new Visitor()
    const titles = async (q: string) =>
      (await visitor.get(`/v1/suggest?q=${encodeURIComponent(q)}`)).body.sections.items.map(
        (item: { text: string }) => item.text,
      )
    expect(await titles('wars star')).toContainEqual(expect.stringMatching(/^Star Wars/))
    expect(await titles('titanci')).toContain('Titanic')
  })

  it('offers categories', async () => {
    const reply = await new Visitor().get('/v1/suggest?q=horr')
    expect(reply.body.sections.categories).toContainEqual(
      expect.objectContaining({ text: 'Horror', ref: 'genre:Horror' }),
    )
  })

  it('answers an empty query with the most popular', async () => {
    const reply = await new Visitor().get('/v1/suggest')
    const { items, categories, queries } = reply.body.sections
    expect(items.length + categories.length + queries.length).toBe(8)
  })
})
