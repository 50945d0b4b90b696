import { describe, expect, it } from 'vitest'
import { parseReply } from '#core/contract/parse'
import { type RetrieveReply, retrieveReply } from '#core/contract/retrieval'
import { demoOrigin } from '../demo-origin.ts'

const { get } = demoOrigin()

async function retrieve(parameters: Record<string, string>): Promise<RetrieveReply> {
  const { status, body } = await get(`/v1/retrieve?${new URLSearchParams(parameters).toString()}`)
  expect(status).toBe(200)
  return parseReply(retrieveReply, body)
}
const titles = (reply: RetrieveReply): string[] => reply.hits.map(({ item }) => item.title)

describe('words', () => {
  it('finds items that have all words, the last one as a beginning', async () => {
    const reply = await retrieve({ q: 'phantom men' })
    expect(titles(reply)).toEqual(['Star Wars Ep. I: The Phantom Menace'])
  })
  it('needs whole words before the last one', async () => {
    // "phan" is no word of any title, so only "menace" counts, and no title has both.
    expect((await retrieve({ q: 'phan menace' })).total).toBe((await retrieve({ q: 'menace' })).total)
    expect((await retrieve({ q: 'phantom menace' })).total).toBe(1)
  })
  it('falls back to any word when no item has all', async () => {
    const reply = await retrieve({ q: 'jaws zzzzzz' })
    expect(titles(reply)).toContain('Jaws')
  })
  it.each(['jaws', 'Alien', 'hulk', 'se7en', 'the matrix'])('puts the item called %j first', async (q) => {
    expect((await retrieve({ q })).hits[0]?.item.title.toLowerCase()).toBe(q.toLowerCase())
  })
  it('puts a title match before a match in another field', async () => {
    const reply = await retrieve({ q: 'drama' })
    expect(reply.hits[0]?.item.title).toMatch(/drama/i)
    expect(reply.total).toBeGreaterThan(700)
  })
  it('finds by director', async () => {
    expect((await retrieve({ q: 'tarantino' })).hits.map(({ item }) => item.facets.director)).toEqual(
      Array.from({ length: 6 }, () => ['Quentin Tarantino']),
    )
  })
  it('ignores case, accents and width', async () => {
    const plain = await retrieve({ q: 'leon' })
    expect(titles(plain)).toContain('Léon')
    expect(await retrieve({ q: 'ＬÉON' })).toEqual(plain)
  })
})

describe('browsing', () => {
  it('lists the catalogue by popularity without a query', async () => {
    const reply = await retrieve({ limit: '2' })
    expect(reply.total).toBe(3200)
    expect(titles(reply)).toEqual(['The Shawshank Redemption', 'The Dark Knight'])
  })
  it('pages without overlap', async () => {
    const all = titles(await retrieve({ limit: '20' }))
    const pages = [await retrieve({ limit: '10' }), await retrieve({ limit: '10', offset: '10' })]
    expect(pages.flatMap(titles)).toEqual(all)
  })
  it('sorts by date both ways, items without one last', async () => {
    expect((await retrieve({ sort: 'date:asc', limit: '1' })).hits[0]?.item.date).toBe('1915-02-08')
    expect((await retrieve({ sort: 'date', limit: '1' })).hits[0]?.item.date).toBe('2011-12-23')
  })
})

describe('filters', () => {
  it('takes any value of one facet and all facets together', async () => {
    const reply = await retrieve({ filter: 'director:Steven Spielberg,genre:Drama,genre:Adventure', limit: '50' })
    expect(reply.hits.length).toBe(reply.total)
    for (const { item } of reply.hits) {
      expect(item.facets.director).toEqual(['Steven Spielberg'])
      expect(['Drama', 'Adventure']).toContain(item.facets.genre?.[0])
    }
    const drama = await retrieve({ filter: 'director:Steven Spielberg,genre:Drama' })
    const adventure = await retrieve({ filter: 'director:Steven Spielberg,genre:Adventure' })
    expect(reply.total).toBe(drama.total + adventure.total)
  })
  it('bounds dates, both ends included', async () => {
    const reply = await retrieve({ filter: 'date>=1939-08-25,date<=1939-12-15', sort: 'date:asc' })
    expect(titles(reply)).toEqual(['The Wizard of Oz', 'Gone with the Wind'])
  })
  it('bounds prices and stock', async () => {
    expect((await retrieve({ filter: 'price>=0' })).total).toBe(0)
    expect((await retrieve({ filter: 'inStock:true' })).total).toBe(3200)
    expect((await retrieve({ filter: 'inStock:false' })).total).toBe(0)
  })
  it('narrows a query', async () => {
    const reply = await retrieve({ q: 'war', filter: 'genre:Comedy' })
    expect(reply.total).toBeGreaterThan(0)
    expect(reply.hits.every(({ item }) => item.facets.genre?.[0] === 'Comedy')).toBe(true)
  })
})

describe('facets', () => {
  it('counts values of the matches, the most frequent first, at most twenty', async () => {
    const reply = await retrieve({ facets: 'genre,director' })
    expect(reply.facets.map(({ name, label, values }) => [name, label, values.length])).toEqual([
      ['genre', 'Genre', 12],
      ['director', 'Director', 20],
    ])
    expect(reply.facets[0]?.values.slice(0, 2)).toEqual([
      { value: 'Drama', count: 789 },
      { value: 'Comedy', count: 675 },
    ])
  })
  it('counts a chosen facet as if it were not chosen', async () => {
    const reply = await retrieve({ facets: 'genre,rating', filter: 'genre:Western' })
    expect(reply.total).toBe(36)
    expect(reply.facets[0]?.values[0]).toEqual({ value: 'Drama', count: 789 })
    expect(reply.facets[1]?.values.reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(36)
  })
})
