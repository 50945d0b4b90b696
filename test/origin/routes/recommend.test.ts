import { describe, expect, it } from 'vitest'
import { parseReply } from '#core/contract/parse'
import { listReply } from '#core/contract/retrieval'
import { demoOrigin, NOW } from '../demo-origin.ts'

const { get, post } = demoOrigin()

async function titles(path: string): Promise<string[]> {
  const { status, body } = await get(path)
  expect(status).toBe(200)
  return parseReply(listReply, body).hits.map(({ item }) => item.title)
}

describe('similar', () => {
  it('puts what shares most first, and never the item itself', async () => {
    const similar = await titles('/v1/similar?item=star-wars-ep-iv-a-new-hope-1977&limit=5')
    expect(similar.every((title) => title.startsWith('Star Wars Ep.'))).toBe(true)
    expect(similar).not.toContain('Star Wars Ep. IV: A New Hope')
  })
  it('falls back to words and popularity for an item without facets', async () => {
    expect(await titles('/v1/similar?item=wings-1927&limit=3')).toHaveLength(3)
  })
  it('says that an item is unknown, and lets that be cached briefly', async () => {
    const { status, headers, body } = await get('/v1/similar?item=__proto__')
    expect(status).toBe(404)
    expect(headers.get('cache-control')).toBe('public, max-age=5')
    expect(body).toMatchObject({ detail: 'no item "__proto__" in the catalogue' })
  })
  it.each(['', '?item=', `?item=${'x'.repeat(257)}`, '?item=jaws-1975&limit=0'])(
    'refuses %.20s',
    async (parameters) => {
      expect((await get(`/v1/similar${parameters}`)).status).toBe(400)
    },
  )
})

describe('trending', () => {
  it('is the popular list until something happens, and then what visitors deal with now', async () => {
    expect(await titles('/v1/trending?limit=2')).toEqual(['The Shawshank Redemption', 'The Dark Knight'])
    const visitors = ['v1', 'v2', 'v3', 'v4']
    await post('/v1/log', {
      events: visitors.map((visitor) => ({
        id: `event-${visitor}`,
        type: 'viewed',
        at: NOW - 1_000,
        visitor,
        item: 'wings-1927',
      })),
      erased: [],
    })
    expect((await titles('/v1/trending?limit=2'))[0]).toBe('Wings')
  })
  it('is not led by one visitor, however busy', async () => {
    await post('/v1/log', {
      events: Array.from({ length: 500 }, (_, index) => ({
        id: `busy-${index}-0`,
        type: 'viewed',
        at: NOW - 1_000,
        visitor: 'busy',
        item: 'intolerance-1916',
      })),
      erased: [],
    })
    expect(await titles('/v1/trending?limit=50')).not.toContain('Intolerance')
  })
})
