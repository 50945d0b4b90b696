import { describe, expect, it } from 'vitest'
import { clicked, Visitor } from './visitor.ts'

const send = (visitor: Visitor, ...events: unknown[]) => visitor.call('POST', '/v1/events', { body: { events } })

describe('POST /v1/events', () => {
  it('makes a visitor on the first event: a cookie that no script reads, and a token for apps', async () => {
    const visitor = new Visitor()
    const reply = await send(visitor, clicked('star-trek-2009'))
    expect(reply.status).toBe(202)
    const cookie = reply.headers.get('set-cookie') ?? ''
    expect(cookie).toContain(`__Host-nearfield=${visitor.token}`)
    for (const attribute of ['Secure', 'HttpOnly', 'SameSite=Lax', 'Path=/']) expect(cookie).toContain(attribute)
    expect((await send(visitor, clicked('star-trek-2009'))).headers.get('set-cookie')).toBeNull()
  })

  it('knows a visitor by cookie as well as by header', async () => {
    const visitor = new Visitor()
    await send(visitor, clicked('star-trek-2009'))
    const browser = new Visitor()
    const cookie = `theme=dark; __Host-nearfield=${visitor.token}; other=1`
    const me = await browser.call('GET', '/v1/me', { headers: { cookie } })
    expect(me.body).toMatchObject({ visitor: 'known', events: 1 })
  })

  it('counts the same event once however often it is sent', async () => {
    const visitor = new Visitor()
    const event = clicked('star-trek-2009')
    await send(visitor, event)
    expect((await send(visitor, event, event)).body).toMatchObject({ accepted: 0, duplicates: 2 })
    expect((await visitor.get('/v1/me')).body.events).toBe(1)
  })

  it('reads what sendBeacon sends', async () => {
    const body = JSON.stringify({ events: [clicked('star-trek-2009')] })
    const headers = { 'content-type': 'text/plain;charset=UTF-8' }
    expect((await new Visitor().call('POST', '/v1/events', { body, headers })).body.accepted).toBe(1)
  })

  it('records the good events beside bad ones, and says what is wrong with each', async () => {
    const visitor = new Visitor()
    const reply = await send(
      visitor,
      clicked('star-trek-2009'),
      { ...clicked('star-trek-2009'), at: 0 },
      { ...clicked('star-trek-2009'), at: Date.UTC(2099, 0, 1) },
      { ...clicked('star-trek-2009'), colour: 'red' },
      { id: 'event-1234', type: 'clicked' },
      { id: 'event-1235', type: 'liked', item: 'x' },
      'nonsense',
    )
    expect(reply.status).toBe(202)
    expect(reply.body).toMatchObject({ accepted: 1, duplicates: 0, discarded: 0 })
    expect(reply.body.rejected.map((entry: { index: number }) => entry.index)).toEqual([1, 2, 3, 4, 5, 6])
    const details = reply.body.rejected.map((entry: { detail: string }) => entry.detail)
    expect(details[0]).toMatch(/^at: 0 is more than 30 days ago/)
    expect(details[1]).toMatch(/^at: \d+ is in the future/)
    expect(details[2]).toMatch(/colour/)
    expect(details[3]).toMatch(/^item/)
    expect(details[4]).toMatch(/^type/)
    expect((await visitor.get('/v1/me')).body.events).toBe(1)
  })

  it('answers 422 when nothing of the batch could be accepted', async () => {
    const reply = await send(new Visitor(), { ...clicked('star-trek-2009'), at: 0 })
    expect(reply.status).toBe(422)
    expect(reply.headers.get('content-type')).toContain('application/problem+json')
    expect(reply.body).toMatchObject({ type: expect.stringMatching(/unprocessable-events$/), rejected: [{ index: 0 }] })
    expect(reply.headers.get('set-cookie')).toBeNull()
  })

  it('records an item that the catalogue does not know, without facets', async () => {
    const visitor = new Visitor()
    expect((await send(visitor, clicked('__proto__'))).body.accepted).toBe(1)
    expect((await visitor.get('/v1/me')).body).toMatchObject({
      events: 1,
      affinities: [],
      recentItems: [{ id: '__proto__' }],
    })
  })
})
