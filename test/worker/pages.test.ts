/** Whose the paths outside the API are: an upstream's where one is configured, else the demo page's. */
import { env } from 'cloudflare:workers'
import { createExecutionContext, SELF, waitOnExecutionContext } from 'cloudflare:test'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { app } from '../../worker/app.ts'

const ask = (method: string, path: string, headers: Record<string, string> = {}): Promise<Response> =>
  SELF.fetch(`https://edge.test${path}`, { method, headers, redirect: 'manual' })

describe('the files of the page', () => {
  it.each([
    ['/', 'text/html; charset=utf-8'],
    ['/docs', 'text/html; charset=utf-8'],
    ['/openapi.json', 'application/json'],
  ])('%s is answered with its own headers', async (path, type) => {
    const response = await ask('GET', path)
    expect([response.status, response.headers.get('content-type')]).toEqual([200, type])
    expect(response.headers.get('x-request-id')).toMatch(/^[\w-]{16,}$/)
    expect(response.headers.get('cache-status')).toBe('nearfield; fwd=bypass')
    expect(response.headers.get('server-timing')).toMatch(/total;dur=\d/)
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'/)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    const body = await response.text()
    expect(body.length).toBeGreaterThan(100)
    const head = await ask('HEAD', path)
    expect([head.status, await head.text()]).toEqual([200, ''])
    const etag = response.headers.get('etag') ?? ''
    const again = await ask('GET', path, { 'if-none-match': etag })
    await again.text()
    expect(again.status).toBe(304)
  })

  it.each(['POST', 'PUT', 'DELETE', 'PATCH'])('%s of one is a 405 that says what is allowed', async (method) => {
    for (const path of ['/', '/docs', '/openapi.json', '/index.html']) {
      const response = await ask(method, path)
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
      expect(await response.json()).toMatchObject({ detail: expect.stringMatching(/is not one of the methods/) })
    }
  })

  it('are not found under any other name', async () => {
    for (const method of ['GET', 'POST']) {
      const response = await ask(method, '/nothing')
      expect([response.status, response.headers.get('content-type')]).toEqual([
        404,
        'application/problem+json; charset=utf-8',
      ])
      await response.text()
    }
  })
})

describe('an upstream of every path', () => {
  afterEach(() => vi.unstubAllGlobals())

  it.each([
    ['GET', '/'],
    ['POST', '/'],
    ['GET', '/index.html'],
    ['GET', '/docs'],
    ['GET', '/openapi.json'],
    ['GET', '/_headers'],
  ])('has %s %s, too', async (method, path) => {
    vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
      return Promise.resolve(new Response(`${init.method} ${url}`))
    })
    const context = createExecutionContext()
    const UPSTREAMS = JSON.stringify([{ path: '/*', origin: 'https://site.test' }])
    const response = await app.fetch(
      new Request(`https://edge.test${path}`, { method }),
      { ...env, UPSTREAMS },
      context,
    )
    expect(await response.text()).toBe(`${method} https://site.test${path}`)
    await waitOnExecutionContext(context)
  })

  it('is reached through the assets that stand before it', async () => {
    // The Worker must run first for every path, or none of the above is ever asked.
    const response = await ask('POST', '/')
    expect(response.headers.get('x-request-id')).not.toBeNull()
    await response.text()
  })
})
