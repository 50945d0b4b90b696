import { describe, expect, it } from 'vitest'
import { createOriginClient } from '../../../worker/origin-client/origin-client.ts'

const client = (fetch: (url: string, init: RequestInit) => Promise<Response>, timeoutMs = 1_000) =>
  createOriginClient({ baseUrl: 'https://origin.test/', secret: 's3cret', fetch, now: () => 0, timeoutMs })

describe('the origin client', () => {
  it('sends its secret, its deadline, and follows no redirect', async () => {
    const seen: [string, RequestInit][] = []
    const reply = await client((url, init) => {
      seen.push([url, init])
      return Promise.resolve(new Response('{}', { status: 302, headers: { location: 'https://evil.test/' } }))
    }).fetch({ path: '/v1/a?q=1', headers: { 'if-none-match': '"1"', authorization: 'nobody' }, purpose: 'visitor' })
    expect(seen[0]?.[0]).toBe('https://origin.test/v1/a?q=1')
    expect(seen[0]?.[1]).toMatchObject({
      redirect: 'manual',
      headers: {
        accept: 'application/json',
        'if-none-match': '"1"',
        authorization: 'Bearer s3cret',
        'x-deadline-ms': '1000',
      },
    })
    expect(reply).toMatchObject({ outcome: 'replied', status: 302 })
  })

  it('tells a late origin from a failed one', async () => {
    const hung = client((_url, init) => new Promise((_, reject) => abortsWith(init, reject)), 5)
    expect(await hung.fetch({ path: '/', purpose: 'visitor' })).toMatchObject({ outcome: 'timeout' })
    const cause = new TypeError('connection refused')
    const refused = client(() => Promise.reject(cause))
    expect(await refused.fetch({ path: '/', purpose: 'visitor' })).toEqual({ outcome: 'failed', cause, originMs: 0 })
  })

  it('counts a body that never ends as late', async () => {
    const dripping = client((_url, init) => {
      const body = new ReadableStream({ start: (stream) => abortsWith(init, (reason) => stream.error(reason)) })
      return Promise.resolve(new Response(body))
    }, 5)
    expect(await dripping.fetch({ path: '/', purpose: 'visitor' })).toMatchObject({ outcome: 'timeout' })
  })
})

function abortsWith(init: RequestInit, reject: (reason: unknown) => void): void {
  init.signal?.addEventListener('abort', () => reject(init.signal?.reason))
}
