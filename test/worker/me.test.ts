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
