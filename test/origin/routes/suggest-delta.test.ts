import { describe, expect, it } from 'vitest'
import { parseReply } from '#core/contract/parse'
import { type SuggestDelta, suggestDelta } from '#core/contract/suggest-delta'
import { lookup } from '#core/suggest/lookup'
import { openSuggestIndex } from '#core/suggest/open'
import { demoOrigin } from '../demo-origin.ts'

const { get, post, origin, clock } = demoOrigin()

let events = 0
/** `visitors` different people search `query`, `ago` milliseconds before now. */
async function search(query: string, visitors: number, ago = 60_000): Promise<void> {
  await post('/v1/log', {
    events: Array.from({ length: visitors }, (_, index) => ({
      id: `search-${events++}`,
      type: index % 2 === 0 ? 'searched' : 'picked-suggestion',
      at: clock.now - ago,
      visitor: `${query}-${index}`,
      query,
    })),
    erased: [],
  })
}

async function delta(): Promise<SuggestDelta> {
  // Past what the origin remembers of its last answer.
  clock.now += 1_000
  const { status, headers, body } = await get('/v1/artifacts/suggest-delta')
  expect(status).toBe(200)
  expect(headers.get('cache-control')).toBe('public, max-age=2, stale-while-revalidate=10, stale-if-error=86400')
  return parseReply(suggestDelta, body)
}
const added = async (): Promise<string[]> => (await delta()).added.map(({ text }) => text)

async function rebuild(): Promise<void> {
  expect((await post('/v1/publish', { artifact: 'latest' })).status).toBe(200)
}

async function suggested(query: string): Promise<string[]> {
  const { suggest } = (await get('/v1/artifacts')).body as { suggest: { name: string } }
  const response = await origin().fetch(new Request(`http://origin.test/v1/artifacts/${suggest.name}`))
  const opened = openSuggestIndex(await response.arrayBuffer())
  if (opened.outcome === 'refused') throw new Error(opened.reason)
  return lookup(opened.index, query, { limit: 5 }).map(({ kind, text }) => `${kind} ${text}`)
}

describe('queries of visitors', () => {
  it('are suggested once three asked, found something and named nobody', async () => {
    await search('Star Wars Saga', 3)
    await search('spielberg shark', 2)
    await search('xyzzy star', 5)
    await search('alien 0170 1234567', 5)
    await search('ann@example.com', 5)
    // A title and a category say more than the query of the same name.
    await search('JAWS', 5)
    await search('drama', 5)
    expect(await added()).toEqual([])
    await search('alien vs predator', 3)
    await search('Steven Spielberg War', 4)
    expect((await added()).sort()).toEqual(['Steven Spielberg War', 'alien vs predator'])
  })
  it('trend, and are no news any more when the index has them', async () => {
    expect((await delta()).trending.sort()).toEqual(['alien vs predator', 'steven spielberg war'])
    await rebuild()
    expect(await suggested('steven spielberg w')).toEqual(['query Steven Spielberg War'])
    expect(await added()).toEqual([])
  })
  it('are boosted when many more ask', async () => {
    await search('alien vs predator', 40, 1_000)
    const { boosted, trending } = await delta()
    expect(boosted.map(({ text }) => text)).toEqual(['alien vs predator'])
    expect(trending).toEqual(['alien vs predator'])
  })
  it('go with the visitors who are erased, at the next build', async () => {
    await post('/v1/log', {
      events: [],
      erased: [0, 1].map((index) => ({ visitor: `Steven Spielberg War-${index}`, at: clock.now })),
    })
    await rebuild()
    expect(await suggested('steven spielberg w')).not.toContain('query Steven Spielberg War')
  })
})

describe('items', () => {
  it('are boosted while visitors deal with them', async () => {
    await post('/v1/log', {
      events: Array.from({ length: 30 }, (_, index) => ({
        id: `bought-${index}-0`,
        type: 'bought',
        at: clock.now,
        visitor: `buyer-${index}`,
        item: 'wings-1927',
      })),
      erased: [],
    })
    expect((await delta()).boosted).toContainEqual({
      text: 'Wings',
      weight: expect.closeTo(100 + (900 * 150) / 160, 0),
      kind: 'item',
      ref: 'wings-1927',
      scopes: [],
    })
  })
})

describe('removals', () => {
  it('show at once in the delta, and are left out of the next index', async () => {
    expect(await suggested('jaws')).toContain('item Jaws 2')
    expect(await post('/v1/removals', { remove: ['JAWS  2', 'alien vs predator'] })).toMatchObject({
      status: 200,
      body: { removed: ['alien vs predator', 'jaws 2'] },
    })
    const { removed, boosted, trending } = await delta()
    expect(removed).toEqual(['alien vs predator', 'jaws 2'])
    expect([...boosted.map(({ text }) => text), ...trending]).not.toContain('alien vs predator')
    await rebuild()
    expect(await suggested('jaws')).not.toContain('item Jaws 2')
    expect(await suggested('jaws')).toContain('item Jaws')
  })
  it('do not wait for what the origin remembers of its last answer', async () => {
    await delta()
    await post('/v1/removals', { remove: ['Waterworld'] })
    const { removed } = (await get('/v1/artifacts/suggest-delta')).body as SuggestDelta
    expect(removed).toContain('waterworld')
    await post('/v1/removals', { restore: ['Waterworld'] })
  })
  it('can be taken back', async () => {
    await post('/v1/removals', { restore: ['Jaws 2'] })
    expect((await get('/v1/removals')).body).toEqual({ removed: ['alien vs predator'] })
    await rebuild()
    expect(await suggested('jaws')).toContain('item Jaws 2')
  })
  it.each([
    [{ remove: 'jaws' }],
    [{ remove: [''] }],
    [{ remov: [] }],
    [[]],
    [{ remove: Array.from({ length: 1_001 }, () => 'x') }],
  ])('refuse %.40j', async (body) => {
    expect((await post('/v1/removals', body)).status).toBe(400)
  })
})
