import { env } from 'cloudflare:workers'
import { createExecutionContext } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { app } from '../../worker/app.ts'
import type { Env } from '../../worker/env.ts'

let addresses = 0

/** Asks as one client of its own, under limits of its own. */
function client(limits: Record<string, unknown>, overrides: Partial<Env> = {}) {
  const address = `2001:db8:${(addresses++).toString(16)}::1`
  const limited = { ...env, ...overrides, LIMITS: JSON.stringify(limits) }
  return (method: string, path: string, headers: Record<string, string> = {}) =>
    Promise.resolve(
      app.fetch(
        new Request(`https://edge.test${path}`, { method, headers: { 'cf-connecting-ip': address, ...headers } }),
        limited,
        createExecutionContext(),
      ),
    )
}

describe('rate limits', () => {
  it('tells every caller where they stand, and refuses with the time to wait', async () => {
    const ask = client({ suggest: { tokens: 2, windowSeconds: 60 } })
    const first = await ask('GET', '/v1/suggest?q=a')
    expect(first.headers.get('ratelimit-policy')).toBe('"suggest";q=2;w=60')
    expect(first.headers.get('ratelimit')).toBe('"suggest";r=1;t=30')
    await ask('GET', '/v1/suggest?q=b')
    const refused = await ask('GET', '/v1/suggest?q=c')
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(29)
    expect(refused.headers.get('ratelimit')).toMatch(/^"suggest";r=0;t=60/)
    expect(await refused.json()).toMatchObject({
      type: expect.stringMatching(/quota-exceeded$/),
      detail: expect.stringMatching(/at most 2 suggest requests in 60 s; try again in \d+ s/),
      'violated-policies': ['suggest'],
    })
  })

  it('counts each policy and each client apart', async () => {
    const limits = { suggest: { tokens: 1, windowSeconds: 60 } }
    const [one, other] = [client(limits), client(limits)]
    expect((await one('GET', '/v1/suggest?q=a')).status).toBe(200)
    expect((await one('GET', '/v1/suggest?q=a')).status).toBe(429)
    expect((await one('GET', '/v1/me')).status).toBe(200)
    expect((await other('GET', '/v1/suggest?q=a')).status).toBe(200)
  })

  it('counts an IPv6 network and not its addresses', async () => {
    const ask = client({ suggest: { tokens: 1, windowSeconds: 60 } })
    const from = (address: string) => ask('GET', '/v1/suggest?q=a', { 'cf-connecting-ip': address })
    expect((await from('2001:db8:ffff:1::1')).status).toBe(200)
    expect((await from('2001:db8:ffff:1:aaaa::2')).status).toBe(429)
    expect((await from('2001:db8:ffff:2::1')).status).toBe(200)
  })

  it('does not believe a forwarded address', async () => {
    const ask = client({ suggest: { tokens: 1, windowSeconds: 60 } })
    expect((await ask('GET', '/v1/suggest?q=a', { 'x-forwarded-for': '1.1.1.1' })).status).toBe(200)
    expect((await ask('GET', '/v1/suggest?q=a', { 'x-forwarded-for': '2.2.2.2' })).status).toBe(429)
  })
})

describe('the rate-limit object is down', () => {
  const down = {
    get: () => ({ take: () => Promise.reject(new Error('down')), report: () => Promise.reject(new Error('down')) }),
    idFromName: (name: string) => name,
  }
  const broken = { BUCKETS: down as unknown as Env['BUCKETS'] }

  it('reads stay open on the local bucket, which still limits', async () => {
    const ask = client({ suggest: { tokens: 2, windowSeconds: 60 } }, broken)
    const statuses = []
    for (let i = 0; i < 3; i++) statuses.push((await ask('GET', '/v1/suggest?q=a')).status)
    expect(statuses).toEqual([200, 200, 429])
  })

  it.each([
    ['DELETE', '/v1/me'],
    ['GET', '/v1/admin/status'],
  ])('%s %s is refused', async (method, path) => {
    const response = await client({}, broken)(method, path)
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('2')
  })
})

describe('the session object is down', () => {
  const failing = {
    get: () => new Proxy({}, { get: () => () => Promise.reject(new Error('down')) }),
    idFromName: (name: string) => name,
  }
  const hanging = {
    get: () => new Proxy({}, { get: () => () => new Promise(() => {}) }),
    idFromName: (name: string) => name,
  }

  async function token(): Promise<string> {
    const created = await client({})('GET', '/healthz')
    expect(created.status).toBe(200)
    const init = { method: 'PUT', body: '{"consent":true}', headers: { 'content-type': 'application/json' } }
    const response = await app.fetch(
      new Request('https://edge.test/v1/me/consent', init),
      env,
      createExecutionContext(),
    )
    return response.headers.get('x-nearfield-visitor') ?? ''
  }

  it.each([
    ['failed', failing],
    ['timeout', hanging],
  ])('searches answer everybody’s order and say: %s', async (reason, sessions) => {
    const ask = client({}, { SESSIONS: sessions as unknown as Env['SESSIONS'], SESSION_DEADLINE_MS: '15' })
    const response = await ask('GET', '/v1/search?q=star', { 'x-nearfield-visitor': await token() })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ personalisation: { outcome: 'skipped', reason } })
  })

  it('erasure and events are refused, never pretended', async () => {
    const ask = client({}, { SESSIONS: failing as unknown as Env['SESSIONS'] })
    const erased = await ask('DELETE', '/v1/me', { 'x-nearfield-visitor': await token() })
    expect([erased.status, erased.headers.get('retry-after')]).toEqual([503, '1'])
  })
})
