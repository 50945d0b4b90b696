import { describe, expect, it, vi } from 'vitest'
import { createCacheApiStore } from '../../../worker/cache/cache-api-store.ts'
import { counting, createHttpRig } from './http-rig.ts'

describe('a response that may be stored', () => {
  it('answers later requests, with its age, and says so', async () => {
    const rig = createHttpRig(counting({ 'cache-control': 'max-age=60', 'cache-tag': 'a, b' }))
    expect(await rig.get('/p')).toEqual({
      status: 200,
      body: '1',
      cache: 'nearfield; fwd=uri-miss; fwd-status=200; stored',
    })
    rig.clock.at += 20_000
    const response = await rig.handle('/p')
    expect(await response.text()).toBe('1')
    expect(response.headers.get('age')).toBe('20')
    expect(response.headers.get('cache-status')).toBe('nearfield; hit; ttl=40')
    expect(response.headers.has('cache-tag')).toBe(false)
  })

  it('is not stored with more tags than are kept: a purge of the rest would miss it', async () => {
    const tags = Array.from({ length: 1_001 }, (_, n) => `t${n}`)
    const rig = createHttpRig((request) => {
      const given = request.url.endsWith('/few') ? tags.slice(1) : tags
      return new Response('', { headers: { 'cache-control': 'max-age=60', 'cache-tag': given.join(',') } })
    })
    await rig.get('/few')
    expect((await rig.get('/few')).cache).toContain('; hit;')
    await rig.isolate.tiers.purges.purge('hard', [{ by: 'tag', value: 't1000' }])
    expect((await rig.get('/few')).cache).toContain('; fwd=uri-miss;')
    await rig.get('/many')
    expect((await rig.get('/many')).cache).toContain('; fwd=uri-miss')
  })

  it('tells each its own age, and keeps the Cache-Status of caches before it', async () => {
    const rig = createHttpRig(
      () => new Response('a', { headers: { 'cache-control': 'max-age=60', 'cache-status': 'mid; hit' } }),
    )
    await rig.get('/')
    const answers: Response[] = []
    for (const seconds of [1, 1, 5]) {
      rig.clock.at += seconds * 1_000
      answers.push(await rig.handle('/'))
    }
    expect(answers.map(({ headers }) => [headers.get('age'), headers.get('cache-status')])).toEqual([
      ['1', 'mid; hit, nearfield; hit; ttl=59'],
      ['2', 'mid; hit, nearfield; hit; ttl=58'],
      ['7', 'mid; hit, nearfield; hit; ttl=53'],
    ])
  })

  it('answers HEAD, ranges and conditions', async () => {
    const rig = createHttpRig(
      () => new Response('0123456789', { headers: { 'cache-control': 'max-age=60', etag: '"x"' } }),
    )
    await rig.get('/p')
    const head = await rig.handle('/p', { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '10', ''])
    const part = await rig.handle('/p', { headers: { range: 'bytes=2-4' } })
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 2-4/10', '234'])
    const beyond = await rig.handle('/p', { headers: { range: 'bytes=10-' } })
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */10'])
    const changed = await rig.handle('/p', { headers: { range: 'bytes=2-4', 'if-range': '"y"' } })
    expect([changed.status, await changed.text()]).toEqual([200, '0123456789'])
    const same = await rig.handle('/p', { headers: { 'if-none-match': 'W/"x"' } })
    expect([same.status, same.headers.get('etag'), await same.text()]).toEqual([304, '"x"', ''])
    expect(rig.asked.length).toBe(1)
  })

  it('is looked for once in each tier for a HEAD or a range, which are passed on', async () => {
    const looks: string[] = []
    const get = (key: string): Promise<undefined> => (looks.push(key), Promise.resolve(undefined))
    const colo = { name: 'colo', get, set: () => Promise.resolve(), delete: () => Promise.resolve() }
    const rig = createHttpRig(counting({ 'cache-control': 'max-age=60' }), {}, { slower: [colo] })
    await rig.handle('/p', { method: 'HEAD' })
    expect(looks).toHaveLength(1)
    await rig.get('/p', { range: 'bytes=0-0' })
    expect(looks).toHaveLength(2)
    expect(rig.asked).toHaveLength(2)
  })

  it('is revalidated when stale, and keeps its body through a 304', async () => {
    const rig = createHttpRig((request) =>
      request.headers.get('if-none-match') === '"x"'
        ? new Response(null, { status: 304, headers: { 'cache-control': 'max-age=60', 'x-new': '1' } })
        : new Response('body', { headers: { 'cache-control': 'max-age=1', etag: '"x"', 'x-old': '1' } }),
    )
    await rig.get('/p')
    rig.clock.at += 5_000
    expect(await rig.get('/p')).toEqual({
      status: 200,
      body: 'body',
      cache: 'nearfield; fwd=stale; fwd-status=304; stored',
    })
    const later = await rig.handle('/p')
    expect([later.headers.get('x-old'), later.headers.get('x-new')]).toEqual(['1', '1'])
    expect(rig.asked.length).toBe(2)
  })

  it('that is too large goes through whole, and is not stored', async () => {
    const large = 'x'.repeat(20_000)
    const rig = createHttpRig(() => {
      const body = new Blob([large]).stream()
      return new Response(body, { headers: { 'cache-control': 'max-age=60' } })
    })
    for (let n = 1; n <= 2; n++) expect((await rig.get('/p')).body).toBe(large)
    expect(rig.asked.length).toBe(2)
  })

  it('is found by another isolate of the location, each variant for itself', async () => {
    const clock = { at: 1_000_000_000_000 }
    const colo = createCacheApiStore({ cache: await caches.open('http'), namespace: 'n', now: () => clock.at })
    const origin = (request: Request) =>
      new Response(request.headers.get('accept-language'), {
        headers: { 'cache-control': 'max-age=60', vary: 'Accept-Language' },
      })
    const one = createHttpRig(origin, {}, { clock, slower: [colo] })
    const two = createHttpRig(origin, {}, { clock, slower: [colo] })
    for (const language of ['de', 'en']) await one.get('/p', { 'accept-language': language })
    await one.isolate.settle()
    for (const language of ['de', 'en'])
      expect((await two.get('/p', { 'accept-language': language })).body).toBe(language)
    expect(two.asked.length).toBe(0)
  })
})

describe('what a visitor prefers', () => {
  const speaking =
    (headers: Record<string, string>) =>
    (request: Request): Response =>
      new Response(request.headers.get('accept-language') ?? 'neutral', { headers })

  it('reaches the origin once a response has named it in Vary, in the one spelling that the key has', async () => {
    const rig = createHttpRig(speaking({ 'cache-control': 'max-age=60', vary: 'Accept-Language' }))
    expect((await rig.get('/p', { 'accept-language': 'EN;q=0.5,  de' })).body).toBe('de,en;q=0.5')
    expect((await rig.get('/p', { 'accept-language': 'de, en;q=0.5' })).cache).toBe('nearfield; hit; ttl=60')
    expect((await rig.get('/p')).body).toBe('neutral')
    expect(rig.asked.map(({ headers }) => headers.get('accept-language'))).toEqual([null, 'de,en;q=0.5'])
  })

  it('is satisfied by the neutral response in its language', async () => {
    const rig = createHttpRig(
      speaking({ 'cache-control': 'max-age=60', vary: 'Accept-Language', 'content-language': 'de' }),
    )
    expect((await rig.get('/p', { 'accept-language': 'de, en;q=0.5' })).body).toBe('neutral')
    expect(rig.asked.length).toBe(1)
  })

  it.each(['private', 'max-age=0'])('reaches it also when the answer cannot be kept: %s', async (control) => {
    const rig = createHttpRig(speaking({ 'cache-control': control, vary: 'Accept-Language' }))
    for (let n = 0; n < 2; n++) expect((await rig.get('/p', { 'accept-language': 'de' })).body).toBe('de')
    expect(rig.asked.length).toBe(3)
  })

  it('is not told to an origin that does not say that it chooses by it', async () => {
    const rig = createHttpRig(speaking({ 'cache-control': 'max-age=60' }))
    for (const language of ['de', 'en']) {
      expect((await rig.get('/p', { 'accept-language': language, accept: 'image/avif' })).body).toBe('neutral')
    }
    const [only, second] = rig.asked
    expect(second).toBe(undefined)
    expect([only?.headers.get('user-agent'), only?.headers.get('accept')]).toEqual(['nearfield', '*/*'])
  })
})

describe('a 404 that says nothing of freshness', () => {
  const missing = () => {
    let n = 0
    return () => new Response(String(++n), { status: 404 })
  }

  it('is kept for ten seconds, and no longer', async () => {
    const rig = createHttpRig(missing())
    const bodies: string[] = []
    for (const seconds of [0, 9, 1]) {
      rig.clock.at += seconds * 1_000
      bodies.push((await rig.get('/gone')).body)
    }
    expect(bodies).toEqual(['1', '1', '2'])
  })

  it('is not kept where the origin decides, where it says no, and when it is another error', async () => {
    const decided = createHttpRig(missing(), { visitors: 'origin-decides' })
    const no = createHttpRig(() => new Response('', { status: 404, headers: { 'cache-control': 'no-store' } }))
    const broken = createHttpRig(() => new Response('', { status: 500 }))
    for (let n = 0; n < 2; n++) await Promise.all([decided.get('/'), no.get('/'), broken.get('/')])
    expect([decided.asked.length, no.asked.length, broken.asked.length]).toEqual([2, 2, 2])
  })
})

describe('a response for one visitor only', () => {
  it('is given to nobody who asked at the same time', async () => {
    let n = 0
    const rig = createHttpRig(async () => {
      const body = String(++n)
      await new Promise((done) => setTimeout(done, 5))
      return new Response(body, { headers: { 'cache-control': 'private, max-age=60' } })
    })
    const answers = await Promise.all(Array.from({ length: 10 }, () => rig.get('/p')))
    expect(new Set(answers.map(({ body }) => body)).size).toBe(10)
  })

  it('is waited for by nobody once one was seen, until a reply may be stored', async () => {
    const open: ((cacheControl: string) => void)[] = []
    const rig = createHttpRig(
      () =>
        new Promise((reply) => {
          const body = String(open.length)
          open.push((cacheControl) => reply(new Response(body, { headers: { 'cache-control': cacheControl } })))
        }),
    )
    const first = rig.get('/p')
    await vi.waitUntil(() => open.length === 1, { interval: 1 })
    open[0]?.('no-store')
    await first
    const answers = Promise.all(Array.from({ length: 3 }, () => rig.get('/p')))
    await vi.waitUntil(() => open.length === 4, { interval: 1 })
    for (const reply of open.slice(1)) reply('max-age=60')
    expect(new Set((await answers).map(({ body }) => body)).size).toBe(3)
    expect((await rig.get('/p')).cache).toBe('nearfield; hit; ttl=60')
    expect(open.length).toBe(4)
  })

  it('takes the place of what was stored before', async () => {
    const replies = ['max-age=1', 'no-store', 'max-age=60']
    let n = 0
    const rig = createHttpRig(() => new Response(String(n), { headers: { 'cache-control': replies[n++] ?? '' } }))
    expect((await rig.get('/p')).body).toBe('0')
    rig.clock.at += 5_000
    expect((await rig.get('/p')).body).toBe('1')
    expect((await rig.get('/p')).body).toBe('2')
    expect((await rig.get('/p')).body).toBe('2')
  })
})

describe('a successful unsafe request', () => {
  it('makes its target and what it names obsolete, in every variant', async () => {
    const rig = createHttpRig((request) => {
      if (request.method === 'POST') return new Response(null, { status: 201, headers: { location: '/made' } })
      return counting({ 'cache-control': 'max-age=60', vary: 'Accept-Language' })(request)
    })
    for (const path of ['/p', '/made', '/other']) {
      for (const language of ['de', 'en']) await rig.get(path, { 'accept-language': language })
    }
    // The first time each target is asked for, it is learned that languages matter to it.
    expect(rig.asked.length).toBe(9)
    await rig.handle('/p', { method: 'POST', body: 'x' })
    for (const path of ['/p', '/made', '/other']) {
      for (const language of ['de', 'en']) await rig.get(path, { 'accept-language': language })
    }
    expect(rig.asked.length).toBe(10 + 6)
  })

  it('leaves everything alone when it fails, and what it names elsewhere', async () => {
    const rig = createHttpRig((request) => {
      const headers = { 'cache-control': 'max-age=60', location: 'https://elsewhere.test/other' }
      return new Response('', { status: request.method === 'PUT' ? 500 : 200, headers })
    })
    await rig.get('/p')
    await rig.get('/other')
    await rig.handle('/p', { method: 'PUT', body: 'x' })
    await rig.handle('/q', { method: 'POST', body: 'x' })
    await rig.get('/p')
    await rig.get('/other')
    expect(rig.asked.length).toBe(4)
  })

  it('purges the groups it names', async () => {
    const rig = createHttpRig((request) =>
      request.method === 'POST'
        ? new Response('', { headers: { 'cache-group-invalidation': '"prices"' } })
        : new Response('', { headers: { 'cache-control': 'max-age=60', 'cache-groups': '"prices", "shop"' } }),
    )
    await rig.get('/p')
    await rig.handle('/somewhere', { method: 'POST', body: '' })
    await rig.get('/p')
    expect(rig.asked.length).toBe(3)
  })
})

describe('a load that began before a purge', () => {
  it('can store its answer, and nobody is given it', async () => {
    let reply: (response: Response) => void = () => undefined
    const rig = createHttpRig(() => new Promise<Response>((resolve) => (reply = resolve)))
    const response = (body: string) =>
      new Response(body, { headers: { 'cache-control': 'max-age=60', 'cache-tag': 't' } })
    const before = rig.get('/p')
    while (rig.asked.length < 1) await new Promise((done) => setTimeout(done, 1))
    await rig.isolate.tiers.purges.purge('hard', [{ by: 'tag', value: 't' }])
    reply(response('old'))
    expect((await before).body).toBe('old')
    const after = rig.get('/p')
    while (rig.asked.length < 2) await new Promise((done) => setTimeout(done, 1))
    reply(response('new'))
    expect((await after).body).toBe('new')
    expect((await rig.get('/p')).body).toBe('new')
  })
})
