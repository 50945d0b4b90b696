/** What an answer says of how it was come by (RFC 9211), and answers that nothing stored, and no origin, is good for. */
import { describe, expect, it } from 'vitest'
import { counting, createHttpRig } from './http-rig.ts'

const fresh = { 'cache-control': 'max-age=60' }
const letter = { visitors: 'origin-decides' } as const

describe('the reason to ask the origin', () => {
  it('is the request when what is stored is fresh, and its age when it is not', async () => {
    const rig = createHttpRig(counting({ ...fresh, etag: '"x"' }), letter)
    await rig.get('/p')
    const asking = { 'cache-control': 'no-cache' }
    expect((await rig.get('/p', asking)).cache).toBe('nearfield; fwd=request; fwd-status=200; stored')
    rig.clock.at += 61_000
    expect((await rig.get('/p', asking)).cache).toBe('nearfield; fwd=stale; fwd-status=200; stored')
  })

  it('is another variant, and for one that is not stored again its own age', async () => {
    const rig = createHttpRig(counting({ ...fresh, vary: 'Accept' }), letter)
    const reasons = []
    for (const accept of ['text/a', 'text/b', 'text/a']) reasons.push((await rig.get('/p', { accept })).cache)
    expect(reasons).toEqual([
      'nearfield; fwd=uri-miss; fwd-status=200; stored',
      'nearfield; fwd=vary-miss; fwd-status=200; stored',
      'nearfield; hit; ttl=60',
    ])
    const head = await rig.handle('/p', { method: 'HEAD', headers: { accept: 'text/c' } })
    expect(head.headers.get('cache-status')).toBe('nearfield; fwd=vary-miss; fwd-status=200')
  })

  it('is told with our own refusals', async () => {
    const broken = createHttpRig(() => Promise.reject(new Error('reset')))
    const response = await broken.handle('/p')
    expect([response.status, response.headers.get('cache-status')]).toEqual([502, 'nearfield; fwd=uri-miss'])
    const posted = await broken.handle('/p', { method: 'POST', body: 'x' })
    expect([posted.status, posted.headers.get('cache-status')]).toEqual([502, 'nearfield; fwd=method'])
    const nothing = createHttpRig(counting(fresh), letter)
    const refused = await nothing.get('/p', { 'cache-control': 'only-if-cached' })
    expect([refused.status, refused.cache, nothing.asked.length]).toEqual([504, 'nearfield', 0])
  })
})

describe('an origin of which too much is asked', () => {
  /** Places and queue of the bulkhead. */
  const ROOM = 24 + 64

  it('is a 503 that says when to come back, and is forgotten at once', async () => {
    let open: () => void = () => undefined
    const gate = new Promise<void>((resolve) => (open = resolve))
    const rig = createHttpRig(() => gate.then(() => new Response('a', { headers: fresh })))
    const waiting = Array.from({ length: ROOM }, (_, n) => rig.get(`/${n}`))
    const extra = await rig.handle('/extra')
    expect([extra.status, extra.headers.get('retry-after'), extra.headers.get('cache-control')]).toEqual([
      503,
      '1',
      'no-store',
    ])
    expect((await rig.handle('/', { method: 'POST', body: 'x' })).status).toBe(503)
    open()
    await Promise.all(waiting)
    expect((await rig.get('/extra')).status).toBe(200)
  })
})

describe('ranges', () => {
  it('of a HEAD are not heeded', async () => {
    const rig = createHttpRig(() => new Response('0123456789', { headers: fresh }))
    await rig.get('/p')
    const head = await rig.handle('/p', { method: 'HEAD', headers: { range: 'bytes=2-4' } })
    expect([head.status, head.headers.get('content-length'), head.headers.get('content-range')]).toEqual([
      200,
      '10',
      null,
    ])
    expect(rig.asked.length).toBe(1)
  })

  it('that cannot be satisfied are refused to this request alone', async () => {
    const rig = createHttpRig(() => new Response('0123456789', { headers: { ...fresh, etag: '"x"' } }))
    await rig.get('/p')
    const { status, headers } = await rig.handle('/p', { headers: { range: 'bytes=10-' } })
    expect([status, headers.get('cache-control'), headers.get('etag'), headers.get('age')]).toEqual([
      416,
      'no-store',
      null,
      null,
    ])
  })
})

describe('a 304', () => {
  it('without Date is from when it arrived', async () => {
    const replies = [{ date: 'Mon, 01 Jan 2001 00:00:00 GMT', 'cache-control': 'max-age=1' }, fresh]
    let n = 0
    const rig = createHttpRig(() => {
      const status = n === 0 ? 200 : 304
      const headers = { ...replies[n++], etag: '"x"' }
      return new Response(status === 200 ? 'body' : null, { status, headers })
    })
    await rig.get('/p')
    expect((await rig.get('/p')).cache).toBe('nearfield; fwd=stale; fwd-status=304; stored')
    const later = await rig.handle('/p')
    expect(later.headers.get('cache-status')).toBe('nearfield; hit; ttl=60')
    expect(later.headers.get('date')).toBe(new Date(rig.clock.at).toUTCString())
  })

  it('that nobody asked for is no answer', async () => {
    const rig = createHttpRig(() => new Response(null, { status: 304, headers: { etag: '"x"' } }))
    const loaded = await rig.get('/p')
    expect([loaded.status, loaded.cache]).toEqual([502, 'nearfield; fwd=uri-miss'])
    const passed = await rig.get('/q', { cookie: 'a=b' })
    expect([passed.status, passed.cache]).toEqual([502, 'nearfield; fwd=bypass; fwd-status=304'])
    const asked = await rig.get('/q', { cookie: 'a=b', 'if-none-match': '"x"' })
    expect(asked.status).toBe(304)
  })
})

it('gives a stored response without Date the moment of its arrival', async () => {
  const rig = createHttpRig(counting(fresh))
  await rig.get('/p')
  const arrived = new Date(rig.clock.at).toUTCString()
  rig.clock.at += 5_000
  expect((await rig.handle('/p')).headers.get('date')).toBe(arrived)
})

describe('a request that must not be stored', () => {
  const secret = { 'cache-control': 'no-store' }

  it('leaves nothing behind where RFC 9111 is followed to the letter', async () => {
    const rig = createHttpRig(counting(fresh), letter)
    expect((await rig.get('/p', secret)).body).toBe('1')
    expect((await rig.get('/p')).body).toBe('2')
    expect((await rig.get('/p', secret)).cache).toBe('nearfield; hit; ttl=60')
  })

  it('makes nobody else’s answer slower anywhere else', async () => {
    const rig = createHttpRig(counting(fresh))
    await rig.get('/p', secret)
    expect((await rig.get('/p', secret)).body).toBe('1')
  })
})
