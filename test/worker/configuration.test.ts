import { env } from 'cloudflare:workers'
import { createExecutionContext } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { app } from '../../worker/app.ts'
import type { Env } from '../../worker/env.ts'

const ask = async (
  overrides: { [Name in keyof Env]?: Env[Name] | undefined },
  init: { method?: string; headers?: Record<string, string> } = {},
  path = '/healthz',
) => app.fetch(new Request(`https://edge.test${path}`, init), { ...env, ...overrides }, createExecutionContext())

describe('a misconfigured Worker says what to set', () => {
  it.each([
    [{ ORIGIN_URL: '' }, /ORIGIN_URL: is not an http\(s\) address/],
    [{ ORIGIN_URL: 'http://a.test,b.test' }, /ORIGIN_URL: is not an http\(s\) address, or some with commas between/],
    [{ ORIGIN_URL: ' , ' }, /ORIGIN_URL: is not an http\(s\) address/],
    [{ ORIGIN_URL: undefined }, /ORIGIN_URL: is not set/],
    [{ ORIGIN_SECRET: 'short' }, /ORIGIN_SECRET: is shorter than 32/],
    [{ IDENTITY_SECRET: undefined }, /IDENTITY_SECRET: is not set/],
    [{ ADMIN_TOKEN: undefined }, /ADMIN_TOKEN: is not set/],
    [{ LIMITS: '{' }, /LIMITS: is not JSON/],
    [{ RETENTION_DAYS: 'abc' }, /RETENTION_DAYS: is not a whole number of days/],
    [{ RETENTION_DAYS: '0' }, /RETENTION_DAYS: is not a whole number of days/],
    [{ UPSTREAMS: '[{"path":"/a"}]' }, /UPSTREAMS: 0\.origin/],
    [{ REDIS_URL: 'https://redis.test' }, /REDIS_URL and REDIS_TOKEN: set both or neither/],
    [{ LIMITS: '{"serach":{"tokens":1,"windowSeconds":1}}' }, /LIMITS: serach/],
    [{ LIMITS: '{"search":{"tokens":0,"windowSeconds":1}}' }, /LIMITS: search\.tokens: expected at least one token/],
  ])('%j', async (overrides, detail) => {
    const response = await ask(overrides)
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ detail: expect.stringMatching(detail) })
  })
})

describe('cross-origin access', () => {
  const allowed = { ALLOWED_ORIGINS: 'https://shop.example, https://www.shop.example' }

  it('is for exactly the configured origins', async () => {
    const yes = await ask(allowed, { headers: { origin: 'https://shop.example' } })
    expect(yes.headers.get('access-control-allow-origin')).toBe('https://shop.example')
    expect(yes.headers.get('vary')).toBe('origin')
    for (const origin of ['https://evil.example', 'https://shop.example.evil.example', 'null']) {
      const no = await ask(allowed, { headers: { origin } })
      expect(no.headers.get('access-control-allow-origin')).toBeNull()
      expect(no.headers.get('vary')).toBe('origin')
    }
  })

  it('keeps what else an answer varies by', async () => {
    const suggested = await ask(allowed, { headers: { origin: 'https://shop.example' } }, '/v1/suggest?q=st')
    expect(suggested.headers.get('vary')).toBe('origin, cookie, x-nearfield-visitor')
  })

  it('answers a preflight', async () => {
    const response = await ask(
      allowed,
      { method: 'OPTIONS', headers: { origin: 'https://shop.example' } },
      '/v1/events',
    )
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-headers')).toContain('x-nearfield-visitor')
  })

  it('is off unless configured', async () => {
    const response = await ask({}, { headers: { origin: 'https://shop.example' } })
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('operations', () => {
  it('is ready when the origin is ready and the index is loaded', async () => {
    const response = await ask({}, {}, '/readyz')
    expect([response.status, await response.json()]).toEqual([
      200,
      { status: 'ready', checks: { origin: 'ok', suggestIndex: 'ok' } },
    ])
  })

  it('is not ready without its origin, and says what is missing', async () => {
    const response = await ask({ ORIGIN_URL: 'http://127.0.0.1:9' }, {}, '/readyz')
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ checks: { origin: 'unreachable' } })
  })

  it('is ready when one of two origins is', async () => {
    const response = await ask({ ORIGIN_URL: `http://127.0.0.1:9, ${env.ORIGIN_URL}/` }, {}, '/readyz')
    expect(response.status).toBe(200)
  })

  it('counts for operators', async () => {
    const headers = { authorization: `Bearer ${env.ADMIN_TOKEN}` }
    const response = await ask({}, { headers }, '/metrics')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain('text/plain')
  })
})
