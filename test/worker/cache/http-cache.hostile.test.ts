/**
 * Poisoning (an unkeyed input changes what others get) and deception (a victim's own answer is stored where others find
 * it): the techniques of Kettle's "Practical Web Cache Poisoning" and "Web Cache Entanglement", of "Gotta cache 'em all",
 * and the list of Hackmanit's Web Cache Vulnerability Scanner. The origin here is as careless as an origin can be: it
 * shows whatever reaches it, and lets all of it be cached.
 */
import { describe, expect, it } from 'vitest'
import { createHttpRig } from './http-rig.ts'

/** Everything of the request in the answer, cacheable for everybody. */
async function careless(request: Request): Promise<Response> {
  const { method, url } = request
  const body = JSON.stringify({ method, url, headers: [...request.headers], body: await request.text() })
  return new Response(body, { headers: { 'cache-control': 'public, max-age=60' } })
}

const MARK = 'evil-7f3a'

describe('an unkeyed input', () => {
  it.each([
    ['x-forwarded-host', MARK],
    ['x-forwarded-scheme', MARK],
    ['x-forwarded-proto', MARK],
    ['x-forwarded-port', MARK],
    ['x-forwarded-prefix', MARK],
    ['x-forwarded-for', MARK],
    ['forwarded', `host=${MARK}`],
    ['x-host', MARK],
    ['x-original-url', `/${MARK}`],
    ['x-rewrite-url', `/${MARK}`],
    ['x-http-method-override', MARK],
    ['x-http-method', MARK],
    ['x-method-override', MARK],
    ['x-real-ip', MARK],
    ['x-wap-profile', MARK],
    ['x-oversized', MARK.repeat(800)],
    ['x-meta\u0021', MARK],
    ['cookie', `session=${MARK}`],
    ['authorization', `Bearer ${MARK}`],
    ['referer', `https://${MARK}.test/`],
    ['origin', `https://${MARK}.test`],
    ['range', `bytes=0-0`],
    ['accept-encoding', MARK],
    ['accept', `text/${MARK}`],
    ['accept-language', MARK],
    ['user-agent', MARK],
    ['content-type', `text/${MARK}`],
    ['if-none-match', `"${MARK}"`],
    ['if-match', `"${MARK}"`],
    ['via', MARK],
    ['transformations', MARK],
  ])('%s changes nothing that another visitor gets', async (name, value) => {
    for (const visitors of ['bypass', 'strip'] as const) {
      const rig = createHttpRig(careless, { visitors })
      await rig.get('/p', { [name]: value })
      const { body } = await rig.get('/p')
      expect(body).not.toContain(MARK)
      expect(JSON.parse(body)).toMatchObject({ method: 'GET', url: 'https://origin.test/p' })
    }
  })

  it.each(['accept', 'accept-language', 'user-agent', 'x-theme'])(
    '%s is kept apart by its value where it reaches the origin: named in Vary, or configured',
    async (name) => {
      const configured = createHttpRig(careless, { fields: [name] })
      const vary = createHttpRig(async (request) => {
        const response = await careless(request)
        response.headers.set('vary', name)
        // The language is a trap: what is in it may otherwise stand in for what a list of languages asks for.
        response.headers.set('content-language', 'de')
        return response
      })
      for (const rig of [configured, vary]) {
        await rig.get('/p', { [name]: `de, ${MARK};q=0.1` })
        await rig.get('/p', { [name]: `de, ${MARK};q=0.1` })
        for (const value of ['de', 'en']) expect((await rig.get('/p', { [name]: value })).body).not.toContain(MARK)
        expect((await rig.get('/p')).body).not.toContain(MARK)
      }
      expect((await configured.get('/p', { [name]: MARK })).body).toContain(MARK)
    },
  )

  it('cannot be a field that Vary names and no origin chooses by', async () => {
    const rig = createHttpRig(async (request) => {
      const response = await careless(request)
      response.headers.set('vary', 'Accept-Encoding, Origin, X-Forwarded-Host, Cookie')
      return response
    })
    for (const value of ['one', MARK]) {
      await rig.get('/p', { 'accept-encoding': value, origin: `https://${value}.test`, 'x-forwarded-host': value })
    }
    expect((await rig.get('/p')).body).not.toContain(MARK)
    expect(rig.asked.length).toBe(1)
  })

  it('cannot be a parameter that is not listed, in any disguise', async () => {
    for (const query of [
      `utm_content=${MARK}`,
      `q=a&callback=${MARK}`,
      `q=a;callback=${MARK}`,
      `callback=${MARK}&q=a`,
      `%63allback=${MARK}&q=a`,
      `q=a&Q=${MARK}`,
      `q=a#${MARK}`,
    ]) {
      const rig = createHttpRig(careless, { params: ['q'] })
      await rig.get(`/p?${query}`)
      expect((await rig.get('/p?q=a')).body).not.toContain(MARK)
    }
  })

  it('cannot be a second value of a listed parameter', async () => {
    const rig = createHttpRig(careless, { params: ['q'] })
    expect((await rig.get(`/p?q=a&q=${MARK}`)).status).toBe(400)
    expect(rig.asked.length).toBe(0)
  })

  it('cannot be a method that the origin takes for another', async () => {
    const rig = createHttpRig(careless)
    await rig.handle('/p', { method: 'HEAD', headers: { 'x-http-method-override': 'POST' } })
    await rig.handle('/p', { method: 'OPTIONS', headers: { 'x-mark': MARK } })
    await rig.handle('/p', { method: 'POST', body: MARK })
    expect((await rig.get('/p')).body).not.toContain(MARK)
  })
})

describe('an error that a request provokes', () => {
  it('404 by what the visitor says of itself is kept for nobody', async () => {
    const rig = createHttpRig((request) => new Response('', { status: request.headers.has(MARK) ? 404 : 200 }))
    const picky = createHttpRig(
      (request) => new Response('', { status: request.headers.get('user-agent') === MARK ? 404 : 200 }),
    )
    await rig.get('/p', { [MARK]: MARK })
    await picky.get('/p', { 'user-agent': MARK })
    expect([(await rig.get('/p')).status, (await picky.get('/p')).status]).toEqual([200, 200])
  })

  it.each([400, 413, 414, 431, 500, 501])('%i without freshness is not kept for others', async (status) => {
    let provoked = true
    const rig = createHttpRig(() => new Response(provoked ? 'error' : 'fine', { status: provoked ? status : 200 }))
    await rig.get('/p', { 'user-agent': 'x'.repeat(5_000) })
    provoked = false
    expect((await rig.get('/p')).body).toBe('fine')
  })
})

describe('the answer of a victim', () => {
  /** A page that depends on the session, and whose origin says nothing against storing it. */
  const account = (request: Request): Response =>
    new Response(`account of ${request.headers.get('cookie') ?? 'nobody'}`, {
      headers: { 'cache-control': 'max-age=60' },
    })

  it.each(['/account', '/account/nonexistent.css', '/account;.js', '/account%2f.png', '/account?x=.ico', '//account'])(
    'is not stored under %s',
    async (path) => {
      for (const visitors of ['bypass', 'strip'] as const) {
        const rig = createHttpRig(account, { visitors })
        await rig.get(path, { cookie: 'victim' })
        expect((await rig.get(path)).body).toBe('account of nobody')
        expect((await rig.get(path, { cookie: 'attacker' })).body).not.toContain('victim')
      }
    },
  )

  it('is stored by nobody when it sets a cookie', async () => {
    let n = 0
    const rig = createHttpRig(
      () => new Response('', { headers: { 'cache-control': 'public, max-age=60', 'set-cookie': `id=${++n}` } }),
    )
    const cookies = []
    for (let turn = 0; turn < 2; turn++) cookies.push((await rig.handle('/p')).headers.get('set-cookie'))
    expect(cookies).toEqual(['id=1', 'id=2'])
  })
})

describe('keys', () => {
  it.each([
    ['/a/b', '/a%2Fb'],
    ['/a', '/A'],
    ['/a', '/a/'],
    ['/a', '/a%00'],
    ['/a?b', '/a%3Fb'],
    ['/a', '//a'],
  ])('%s and %s stay apart', async (one, other) => {
    const rig = createHttpRig((request) => new Response(request.url, { headers: { 'cache-control': 'max-age=60' } }))
    const [first, second] = [(await rig.get(one)).body, (await rig.get(other)).body]
    expect(first).toBe(`https://origin.test${one}`)
    expect(second).toBe(`https://origin.test${other}`)
  })

  it('are not shared by two upstreams', async () => {
    const rig = createHttpRig(careless, { name: 'one' })
    const other = createHttpRig(careless, { name: 'two' })
    await rig.get('/p')
    const [key] = rig.isolate.events.flatMap((event) => ('key' in event ? [event.key] : []))
    const [otherKey] =
      (await other.get('/p'), other.isolate.events.flatMap((event) => ('key' in event ? [event.key] : [])))
    expect([key, otherKey]).toEqual(['one/p', 'two/p'])
  })
})

it('never sends a request anywhere but to its upstream', async () => {
  const rig = createHttpRig(careless)
  for (const path of ['//evil.test/p', '/\\evil.test', '/p@evil.test', '/%2e%2e/p', '/?u=https://evil.test'])
    await rig.get(path)
  expect(rig.asked.map(({ url }) => new URL(url).host)).toEqual(Array(5).fill('origin.test'))
})
