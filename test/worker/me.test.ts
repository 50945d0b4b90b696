import { describe, expect, it } from 'vitest'
import { Visitor } from './visitor.ts'

describe('/v1/me', () => {
  it('holds nothing about a stranger, and makes no visitor of one who looks', async () => {
    const visitor = new Visitor()
    expect((await visitor.get('/v1/me')).body).toMatchObject({ visitor: 'unknown', consent: true, events: 0 })
    expect(visitor.token).toBeUndefined()
  })

  it('shows what the edge learned', async () => {
    const visitor = new Visitor()
    await visitor.click('star-trek-2009')
    const { body } = await visitor.get('/v1/me')
    expect(body).toMatchObject({
      visitor: 'known',
      consent: true,
      events: 1,
      recentItems: [{ id: 'star-trek-2009', title: 'Star Trek', type: 'clicked' }],
    })
    expect(body.affinities).toContainEqual({
      facet: 'genre',
      value: 'Adventure',
      share: 1,
      weight: expect.closeTo(2, 3),
    })
    expect(body.expiresAt).toBeGreaterThan(Date.now() + 29 * 86_400_000)
  })

  it('shows what was seen and passed over, the visit, and the usual price, once a deed reports the list', async () => {
    const visitor = new Visitor()
    const search = 'q=love&limit=5'
    const found = await visitor.get(`/v1/search?${search}`)
    const items: string[] = found.body.results.map(({ id }: { id: string }) => id)
    const at = Date.now()
    const seen = { type: 'shown', impression: found.body.impression, search, items, at: at - 3_000 }
    const deed = {
      type: 'clicked',
      item: items[2],
      position: 2,
      surface: 'search',
      impression: found.body.impression,
      at,
    }
    const events = [
      { ...seen, id: `shown-${crypto.randomUUID()}` },
      { ...deed, id: `deed-${crypto.randomUUID()}` },
    ]
    expect((await visitor.call('POST', '/v1/events', { body: { events } })).body.accepted).toBe(2)
    const { body } = await visitor.get('/v1/me')
    expect(body).toMatchObject({
      events: 1,
      visit: { startedAt: at - 3_000, touches: 1, lists: 1 },
      recentItems: [{ id: items[2], surface: 'search', position: 2 }],
    })
    expect(body.passedOver.map(({ id, times }: { id: string; times: number }) => [id, times]).toSorted()).toEqual(
      items
        .toSpliced(2, 1)
        .toSorted()
        .map((id) => [id, 1]),
    )
    expect(body.passedOver.every(({ title }: { title: string | null }) => title !== null)).toBe(true)
    expect(body.thisVisit[0]).toMatchObject({ share: expect.any(Number) })
    expect(body.levels).toContainEqual({ field: 'popularity', mean: expect.any(Number), items: 1 })
  })

  it.each([
    [{ search: 'q=love', items: [] }, 'items'],
    [{ search: 'q=love' }, 'items'],
    [{ items: ['a'] }, 'search'],
  ])('refuses a list that says nothing: %j', async (list, detail) => {
    const event = { id: `shown-${crypto.randomUUID()}`, type: 'shown', ...list }
    const reply = await new Visitor().call('POST', '/v1/events', { body: { events: [event] } })
    expect([reply.status, reply.body.detail]).toEqual([422, expect.stringContaining(detail)])
  })

  it.each(['q=love&sort=colour', 'nonsense=1', 'cursor=zzz'])(
    'keeps a list whose search can not be read, without its mix: %s',
    async (search) => {
      const visitor = new Visitor()
      const events = [{ id: `shown-${crypto.randomUUID()}`, type: 'shown', search, items: ['jaws-1975'] }]
      expect((await visitor.call('POST', '/v1/events', { body: { events } })).body.accepted).toBe(1)
      await visitor.click('alien-1979')
      expect((await visitor.get('/v1/me')).body).toMatchObject({
        visit: { lists: 1 },
        passedOver: [{ id: 'jaws-1975' }],
      })
    },
  )

  it('erases', async () => {
    const visitor = new Visitor()
    await visitor.click('star-trek-2009')
    expect((await visitor.call('DELETE', '/v1/me')).body).toMatchObject({
      visitor: 'unknown',
      events: 0,
      affinities: [],
      recentItems: [],
    })
    expect((await visitor.get('/v1/me')).body).toMatchObject({ visitor: 'unknown', events: 0 })
    expect((await visitor.get('/v1/search?q=star')).body.personalisation).toEqual({
      outcome: 'skipped',
      reason: 'new-visitor',
    })
  })

  it('honours an opt-out: nothing is stored and nothing is used until the visitor opts in', async () => {
    const visitor = new Visitor()
    await visitor.click('star-trek-2009')
    expect((await visitor.call('PUT', '/v1/me/consent', { body: { consent: false } })).body).toEqual({ consent: false })
    expect((await visitor.click('star-trek-2009')).body).toEqual({
      accepted: 0,
      duplicates: 0,
      discarded: 1,
      rejected: [],
    })
    expect((await visitor.get('/v1/me')).body).toMatchObject({ consent: false, events: 0, affinities: [] })
    expect((await visitor.get('/v1/search?q=star')).body.personalisation).toEqual({
      outcome: 'skipped',
      reason: 'opted-out',
    })
    await visitor.call('PUT', '/v1/me/consent', { body: { consent: true } })
    expect((await visitor.click('star-trek-2009')).body.accepted).toBe(1)
  })

  it('lets a stranger opt out before anything is known', async () => {
    const visitor = new Visitor()
    await visitor.call('PUT', '/v1/me/consent', { body: { consent: false } })
    expect(visitor.token).toBeDefined()
    expect((await visitor.click('star-trek-2009')).body.discarded).toBe(1)
  })

  it.each([[{}], [{ consent: 'no' }], [{ consent: true, extra: 1 }], [[]]])(
    'refuses consent %j with a sentence',
    async (body) => {
      const reply = await new Visitor().call('PUT', '/v1/me/consent', { body })
      expect(reply.status).toBe(400)
      expect(reply.body.detail).toMatch(/consent|extra|object/i)
    },
  )
})
