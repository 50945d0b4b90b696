/** What visitors ask next and what rises: from the origin's log into the index, and from there into answers. */
import { expect, it } from 'vitest'
import { door } from './break-origin.ts'
import { search, Visitor } from './visitor.ts'

const own = door('pieces-next')
const MINUTE = 60_000

/** Tells the origin what a visitor searched, one query a minute, as the queue's consumer would. */
async function searched(visitor: string, queries: string[], ago = 0): Promise<void> {
  const events = queries.map((query, at) => ({
    id: `${visitor}-${at}`,
    type: 'searched',
    at: Date.now() - ago + at * MINUTE,
    visitor,
    query,
  }))
  const response = await fetch(`${own.env.ORIGIN_URL}/v1/log`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${own.env.ORIGIN_SECRET}` },
    body: JSON.stringify({ events, erased: [] }),
  })
  expect(response.status).toBe(200)
  await response.body?.cancel()
}

it('what three visitors asked next leads the answer to whoever asks the same, and is explained', async () => {
  for (const name of ['one', 'two', 'three'])
    await searched(name, ['star wars war', 'spielberg drama'], 90 * 24 * 60 * MINUTE)
  for (const name of ['a', 'b', 'c', 'd']) await searched(name, ['spielberg war'])
  await own.run('build-suggest')
  const visitor = new Visitor(own.env)
  await search(visitor, 'Star Wars War')
  const first = async (q: string) => (await visitor.get(`/v1/suggest?q=${q}&explain=true`)).body.sections.queries[0]
  expect(await first('s')).toMatchObject({
    text: 'Star Wars War',
    recent: true,
  })
  const next = (await visitor.get('/v1/suggest?q=s&explain=true')).body.sections.queries[1]
  expect(next.text).toBe('spielberg drama')
  expect(next.explain).toContainEqual({
    stage: 'session',
    value: 6,
    why: 'others asked it right after your last search, “Star Wars War”',
  })
  const [everyone] = (await new Visitor(own.env).get('/v1/suggest?q=s')).body.sections.queries
  expect(everyone.text).toBe('spielberg war')
})

it('what rises is marked, in an index that was built with it as well, and what is steady is not', async () => {
  const { queries } = (await new Visitor(own.env).get('/v1/suggest?q=spielberg&limit=20')).body.sections
  const marks = queries.map(({ text, trending }: { text: string; trending?: true }) => [text, trending])
  expect(marks).toContainEqual(['spielberg war', true])
  expect(marks).toContainEqual(['spielberg drama', undefined])
})
