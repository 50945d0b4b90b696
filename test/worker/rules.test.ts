import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { door, type Door } from './break-origin.ts'
import { Visitor, type Reply } from './visitor.ts'

const headers = { authorization: `Bearer ${env.ADMIN_TOKEN}` }
const put = (own: Door, rules: object[], params = '') =>
  new Visitor(own.env).call('PUT', `/v1/admin/rules${params}`, { headers, body: { rules } })
const ids = ({ body }: Reply): string[] => body.results.map(({ id }: { id: string }) => id)

const stagesOf = ({ body }: Reply): string[] =>
  body.results.flatMap(({ explain }: { explain: { stage: string }[] }) => explain.map(({ stage }) => stage))

/** The one origin has other tests' visitors: stored rules hold for queries that only this file asks. */
const when = { query: { is: 'exactly', text: 'The King' } }
const search = '/v1/search?q=the+king&limit=5&explain=true'

describe('PUT /v1/admin/rules', () => {
  it('stores rules that the next search of a fresh location follows', async () => {
    // A preview does not read the stored rules, so that the cache does not know them yet.
    const before = ids(await put(door('rules'), [], '?preview=true&q=the+king&limit=5'))
    const [first = '', second = '', third = ''] = before
    const pin = { id: 'spring-sale', does: 'pin', item: third, position: 0, when }
    const hide = { id: 'sold-out', does: 'hide', on: { items: [second] }, when }
    const stored = await put(door('rules'), [pin, hide])
    expect([stored.status, stored.body.rules, stored.body.warnings]).toEqual([200, 2, []])
    expect(Date.parse(stored.body.inEffectBy) - Date.now()).toBeLessThanOrEqual(5_000)
    const after = await new Visitor(door('rules-after').env).get(search)
    expect(ids(after).slice(0, 3)).toEqual([third, first, before[3]])
    expect(after.body.results[0]).toMatchObject({ position: 0, sharedPosition: 0 })
    expect(after.body.results[0].explain.at(-1)).toEqual({
      stage: 'pin',
      value: 0,
      why: 'pinned by rule spring-sale',
    })
    const sorted = await new Visitor(door('rules-after').env).get('/v1/search?q=the+king&limit=100&sort=date:desc')
    expect(ids(sorted)).not.toContain(second)
  })

  it('previews rules for anyone without storing them', async () => {
    const own = door('rules-preview')
    const before = ids(await new Visitor(own.env).get('/v1/search?q=moon&limit=4'))
    const hide = { id: 'no-first', does: 'hide', on: { items: before.slice(0, 1) } }
    const preview = await put(own, [hide], '?preview=true&q=moon&limit=3')
    expect(ids(preview)).toEqual(before.slice(1))
    expect(ids(await new Visitor(own.env).get('/v1/search?q=moon&limit=4'))).toEqual(before)
    expect((await own.calls()).filter((call) => call.startsWith('PUT'))).toEqual([])
  })

  it('previews a rule of a time window at any moment', async () => {
    const own = door('rules-at')
    const before = ids(await put(own, [], '?preview=true&q=moon&limit=4'))
    const of = { from: '2099-12-24T00:00:00Z', until: '2099-12-26T00:00:00Z' }
    const pin = { id: 'christmas', does: 'pin', item: before[3], position: 0, when: of }
    const firstAt = async (at: string) => ids(await put(own, [pin], `?preview=true&q=moon&limit=4${at}`))[0]
    const moments = ['2099-12-23T23:59:59Z', of.from, '2099-12-25T23:59:59Z', of.until].map((at) => `&at=${at}`)
    expect(await Promise.all(['', ...moments].map(firstAt))).toEqual([
      before[0],
      before[0],
      before[3],
      before[3],
      before[0],
    ])
  })

  it('warns of facets that the catalogue does not have, and answers what is stored', async () => {
    // The origin of the doors `model…`: no other test gives that one rules.
    const own = door('model-rules')
    const misspelt = { id: 'no-drama', does: 'hide', on: { match: { facet: 'gener', value: 'Drama' } }, when }
    const gone = { id: 'gone', does: 'hide', on: { items: ['no such item'] }, when }
    const stored = await put(own, [misspelt, gone])
    expect([stored.status, stored.body.rules]).toEqual([200, 2])
    expect(stored.body.warnings).toEqual([
      expect.stringMatching(/^rule no-drama: on\.match\.facet: the catalogue has no facet "gener"; it has .*\bgenre\b/),
    ])
    const get = (params = '') => new Visitor(own.env).call('GET', `/v1/admin/rules${params}`, { headers })
    const held = await get()
    expect([held.status, held.body]).toEqual([200, { rules: [misspelt, gone] }])
    expect((await get('?preview=true')).body.detail).toMatch(/unknown parameter "preview"; this route takes none/)
  })

  it('follows a segment rule for its visitors only', async () => {
    const own = door('rules-segment')
    const fan = new Visitor(own.env)
    const horror = ids(await fan.get('/v1/search?filter=genre:Horror&limit=3'))
    await fan.click(...horror)
    const list = ids(await new Visitor(own.env).get('/v1/search?q=house'))
    const segment = { facet: 'genre', value: 'Horror', share: 0.5 }
    const pin = { id: 'fans', does: 'pin', item: list.at(-1), position: 0, when: { segment } }
    const preview = (visitor: Visitor) =>
      visitor.call('PUT', '/v1/admin/rules?preview=true&q=house', { headers, body: { rules: [pin] } })
    expect(ids(await preview(fan))[0]).toBe(list.at(-1))
    expect(ids(await preview(new Visitor(own.env)))).toEqual(list)
  })

  it('goes on to the next window when rules empty this one', async () => {
    const own = door('rules-window')
    const drama = { id: 'no-drama', does: 'hide', on: { match: { facet: 'genre', value: 'Drama' } } }
    const page = await put(own, [drama], '?preview=true&filter=genre:Drama')
    expect(page.body.results).toEqual([])
    expect(page.body.cursor).toBe(btoa('o200').replaceAll('=', ''))
  })

  it('caps a facet on the page, and sets or lifts the explored place', async () => {
    const own = door('rules-cap')
    const cap = { id: 'mixed', does: 'cap', facet: 'genre', most: 2 }
    const capped = await put(
      own,
      [cap, { id: 'still', does: 'explore', position: null }],
      '?preview=true&limit=10&explain=true',
    )
    const genres = capped.body.results.map(({ facets }: { facets: { genre?: string[] } }) => facets.genre?.[0] ?? '')
    const counts = Object.values(Object.groupBy(genres.filter(Boolean), (genre: string) => genre))
    expect(Math.max(...counts.map((same) => same?.length ?? 0))).toBe(2)
    expect(stagesOf(capped)).not.toContain('exploration')
    const explore = { id: 'try', does: 'explore', position: 1 }
    const explored = await put(own, [explore], '?preview=true&q=moon&limit=5&explain=true')
    expect(explored.body.results[1].explain.at(-1).stage).toBe('exploration')
    expect(stagesOf(explored).filter((stage) => stage === 'exploration')).toHaveLength(1)
  })

  it.each([
    [[{ id: 'x', does: 'pin', item: 'a' }], '', 400, /^rule x: position/],
    [
      [{ id: 'x', does: 'hide', on: { items: ['a'] }, when: { from: '2030-02-31T00:00:00Z' } }],
      '',
      400,
      /^rule x: when\.from: 2030-02-31 does not exist/,
    ],
    [[], '?preview=true&at=tomorrow', 400, /^at: expected a time in UTC such as/],
    [[], '?preview=true&at=2030-02-31T00:00:00Z', 400, /^at: 2030-02-31 does not exist/],
    [[], '?preview=true&at=2030-01-01T00:00:00Z&at=2031-01-01T00:00:00Z', 400, /^at: given more than once/],
    [[], '?at=2030-01-01T00:00:00Z', 400, /unknown parameter "at".*preview=true/],
    [[], '?preview=true&colour=red', 400, /unknown parameter "colour"/],
    [[], '?preview=yes', 400, /unknown parameter "preview".*preview=true/],
  ])('refuses %j%s', async (rules, params, status, detail) => {
    const reply = await put(door('rules-refused'), rules, params)
    expect([reply.status, reply.body.detail]).toEqual([status, expect.stringMatching(detail)])
  })

  it('says that nothing was stored when the origin fails, and asks for the token', async () => {
    const own = door('rules-broken')
    await own.break('erroring')
    const reply = await put(own, [])
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '5'])
    const read = await new Visitor(own.env).call('GET', '/v1/admin/rules', { headers })
    expect([read.status, read.body.detail]).toEqual([503, 'the origin did not say which rules it has'])
    expect((await new Visitor(own.env).call('PUT', '/v1/admin/rules', { body: { rules: [] } })).status).toBe(401)
  })
})
