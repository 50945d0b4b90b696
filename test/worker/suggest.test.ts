import { describe, expect, it } from 'vitest'
import { env } from 'cloudflare:workers'
import type { Env } from '../../worker/env.ts'
import { search, Visitor } from './visitor.ts'

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

// The queries hold a word that finds nothing: however many visitors of these tests ask them, others never see them.
describe('GET /v1/suggest for a visitor with a history', () => {
  it('puts own queries first, marked, and lets nobody store the answer', async () => {
    const visitor = new Visitor()
    await search(visitor, 'star xyzzy', 'star plugh', 'Star Plugh', 'moon')
    const { body, headers } = await visitor.get('/v1/suggest?q=sta')
    expect(body.sections.queries.slice(0, 2)).toEqual([
      { text: 'Star Plugh', kind: 'query', ref: '', highlights: [[0, 3]], recent: true },
      { text: 'star xyzzy', kind: 'query', ref: '', highlights: [[0, 3]], recent: true },
    ])
    expect(body.personalisation).toEqual({ outcome: 'applied', features: { events: 4, affinities: [] } })
    expect(headers.get('cache-control')).toBe('private, no-store')
    expect(headers.get('server-timing')).toContain('session;dur=')
    const others = await new Visitor().get('/v1/suggest?q=sta')
    expect(others.body.personalisation).toEqual({ outcome: 'skipped', reason: 'new-visitor' })
    expect(others.headers.get('vary')).toBe('cookie, x-nearfield-visitor')
    expect(JSON.stringify(others.body)).not.toMatch(/recent|plugh/i)
  })

  it('moves what the visitor opened, and says why in words and numbers', async () => {
    const visitor = new Visitor()
    const horror = await visitor.get('/v1/search?filter=genre:Horror&limit=3')
    await visitor.click(...horror.body.results.map((item: { id: string }) => item.id))
    await search(visitor, 'weird xyzzy')
    const { categories } = (await visitor.get('/v1/suggest?q=h&explain=true&limit=20')).body.sections
    const [first] = categories
    expect([first.text, first.explain[0]]).toEqual([
      'Horror',
      { stage: 'match', value: 200, why: 'it begins as typed' },
    ])
    expect(first.explain).toContainEqual({
      stage: 'affinity',
      value: expect.closeTo(3 * shareOf(await visitor.get('/v1/me'), 'Horror'), 2),
      why: 'you opened Horror',
    })
    const own = (await visitor.get('/v1/suggest?q=weir&explain=true')).body.sections.queries[0] ?? {}
    expect(own.explain).toEqual([{ stage: 'history', value: expect.closeTo(1_001, 2), why: 'you asked this before' }])
  })

  it('moves titles of a genre that the visitor opened, and says which', async () => {
    const visitor = new Visitor()
    const horror = await visitor.get('/v1/search?filter=genre:Horror&limit=3')
    await visitor.click(...horror.body.results.map((item: { id: string }) => item.id))
    const titles = async (who: Visitor) =>
      (await who.get('/v1/suggest?q=s&explain=true')).body.sections.items as Entry[]
    const liked = (entry: Entry) => entry.explain.find(({ stage }) => stage === 'affinity')
    const moved = (await titles(visitor)).filter((entry) => liked(entry) !== undefined)
    expect(moved.length).toBeGreaterThan(2)
    for (const entry of moved) expect(liked(entry)?.why).toMatch(/^you opened ./)
    const before = new Set((await titles(new Visitor())).map(({ ref }) => ref))
    expect(moved.flatMap((entry) => liked(entry)?.why ?? [])).toContainEqual(
      expect.stringMatching(/^you opened Horror/),
    )
    expect(moved.filter(({ ref }) => !before.has(ref)).length).toBeGreaterThan(0)
  })

  it('shows own queries before a letter is typed, beside what everyone asks', async () => {
    const visitor = new Visitor()
    await search(visitor, 'star xyzzy', 'moon xyzzy', 'moon xyzzy')
    const { queries, items, categories } = (await visitor.get('/v1/suggest')).body.sections
    const recent = queries.filter((entry: { recent?: true }) => entry.recent)
    expect(recent.map(({ text }: { text: string }) => text)).toEqual(['moon xyzzy', 'star xyzzy'])
    expect(queries.length + items.length + categories.length).toBe(8)
  })

  it('explains a shared answer too', async () => {
    const { sections, personalisation } = (await new Visitor().get('/v1/suggest?q=titanic&explain=true')).body
    expect(personalisation.outcome).toBe('skipped')
    expect(sections.items[0].explain.map(({ why }: { why: string }) => why)).toEqual([
      'it is what was typed',
      'how popular it is with everyone',
    ])
  })

  it('keeps own queries out of a scope, which they do not have', async () => {
    const visitor = new Visitor()
    await search(visitor, 'star xyzzy')
    expect((await visitor.get('/v1/suggest?q=sta&scope=genre:Drama')).body.sections.queries).toEqual([])
  })

  it('forgets one query when asked to', async () => {
    const visitor = new Visitor()
    await search(visitor, 'star xyzzy', 'star plugh')
    const forget = () => visitor.call('DELETE', '/v1/me/queries?q=STAR%20xyzzy')
    expect([(await forget()).body, (await forget()).body]).toEqual([{ forgotten: true }, { forgotten: false }])
    const { queries } = (await visitor.get('/v1/suggest?q=star+')).body.sections
    expect(queries.map(({ text }: { text: string }) => text)).toEqual(['star plugh'])
    expect((await new Visitor().call('DELETE', '/v1/me/queries?q=star')).body).toEqual({ forgotten: false })
  })
})

describe('GET /v1/suggest without what a visitor told', () => {
  const sectionsOf = async (visitor: Visitor) => (await visitor.get('/v1/suggest?q=star')).body.sections

  it("is everybody's answer after an opt-out, says so and is stored by nobody", async () => {
    const visitor = new Visitor()
    await search(visitor, 'star xyzzy')
    await visitor.call('PUT', '/v1/me/consent', { body: { consent: false } })
    const { body, headers } = await visitor.get('/v1/suggest?q=star')
    expect(body.personalisation).toEqual({ outcome: 'skipped', reason: 'opted-out' })
    expect(body.sections).toEqual(await sectionsOf(new Visitor()))
    expect(headers.get('cache-control')).toBe('private, no-store')
  })

  it.each([
    ['late', 'timeout', () => new Promise(() => {})],
    ['broken', 'failed', () => Promise.reject(new Error('object reset'))],
  ])("is everybody's answer when the session is %s, and says so", async (_name, reason, features) => {
    const known = new Visitor()
    await search(known, 'star xyzzy')
    const sessions = { idFromName: (name: string) => name, get: () => ({ features }) }
    const bound = { ...env, SESSIONS: sessions as unknown as Env['SESSIONS'], SESSION_DEADLINE_MS: '15' }
    const visitor = new Visitor(bound)
    visitor.token = known.token
    const { body, headers } = await visitor.get('/v1/suggest?q=star')
    expect(body.personalisation).toEqual({ outcome: 'skipped', reason })
    expect(body.sections).toEqual(await sectionsOf(new Visitor()))
    expect(headers.get('cache-control')).toBe('private, no-store')
  })

  it('says that nothing was forgotten when the session cannot be reached', async () => {
    const known = new Visitor()
    await search(known, 'star xyzzy')
    const broken = { forgetQuery: () => Promise.reject(new Error('object reset')) }
    const sessions = { idFromName: (name: string) => name, get: () => broken }
    const visitor = new Visitor({ ...env, SESSIONS: sessions as unknown as Env['SESSIONS'] })
    visitor.token = known.token
    expect((await visitor.call('DELETE', '/v1/me/queries?q=star+xyzzy')).status).toBe(503)
  })
})

type Entry = { text: string; ref: string; explain: { stage: string; why: string }[] }

/** What an interest is worth: its share of a facet's whole, as far as that is to be trusted. */
function shareOf(
  me: { body: { affinities: { facet: string; value: string; share: number; weight: number }[] } },
  value: string,
): number {
  const { share, weight } = me.body.affinities.find((entry) => entry.value === value) ?? { share: 0, weight: 0 }
  return weight / (weight / share + 3)
}
