import { describe, expect, it } from 'vitest'
import { createOriginClient } from '../../../worker/origin-client/origin-client.ts'

type Fetch = (url: string, init: RequestInit) => Promise<Response>

function client(fetch: Fetch, changes: { timeoutMs?: number; baseUrls?: string[]; now?: () => number } = {}) {
  return createOriginClient({
    baseUrls: ['https://origin.test/'],
    secret: 's3cret',
    fetch,
    now: () => Date.now(),
    random: () => 0,
    headersMs: 1_000,
    timeoutMs: 1_000,
    ...changes,
  })
}

/** A fetch that answers from a script, one entry a call, and keeps what it was asked. */
function scripted(...script: (() => Promise<Response>)[]) {
  const urls: string[] = []
  const fetch: Fetch = (url) => {
    urls.push(url)
    const next = script[Math.min(urls.length, script.length) - 1]
    return next === undefined ? Promise.reject(new Error('nothing scripted')) : next()
  }
  return { urls, fetch }
}

const ok = () => Promise.resolve(new Response('{}'))
const refused = () => Promise.reject(new TypeError('connection refused'))
const busy = () => Promise.resolve(new Response('busy', { status: 503 }))
const hung = () => new Promise<Response>(() => undefined)
const ask = { path: '/', purpose: 'visitor' } as const

describe('one call', () => {
  it('sends its secret, its deadline, and follows no redirect', async () => {
    const seen: [string, RequestInit][] = []
    const reply = await client((url, init) => {
      seen.push([url, init])
      return Promise.resolve(new Response('{}', { status: 302, headers: { location: 'https://evil.test/' } }))
    }).fetch({ path: '/v1/a?q=1', headers: { 'if-none-match': '"1"', authorization: 'nobody' }, purpose: 'visitor' })
    expect(seen[0]?.[0]).toBe('https://origin.test/v1/a?q=1')
    expect(seen[0]?.[1]).toMatchObject({
      redirect: 'manual',
      headers: { accept: 'application/json', 'if-none-match': '"1"', authorization: 'Bearer s3cret' },
    })
    expect(new Headers(seen[0]?.[1].headers).get('x-deadline-ms')).toMatch(/^(?:1000|99\d)$/)
    expect(reply).toMatchObject({ outcome: 'replied', status: 302 })
  })

  it('tells a late origin from a failed one, and counts a body that never ends as late', async () => {
    expect(await client(hung, { timeoutMs: 5 }).fetch(ask)).toMatchObject({ outcome: 'timeout' })
    expect(await client(refused, { timeoutMs: 5 }).fetch(ask)).toMatchObject({ outcome: 'failed' })
    const dripping = () => Promise.resolve(new Response(new ReadableStream({ start: () => undefined })))
    expect(await client(dripping, { timeoutMs: 5 }).fetch(ask)).toMatchObject({ outcome: 'timeout' })
  })
})

describe('a second try', () => {
  it('follows a failure that another moment may mend', async () => {
    for (const first of [refused, busy]) {
      const origin = scripted(first, ok)
      expect(await client(origin.fetch).fetch(ask)).toMatchObject({ outcome: 'replied', status: 200 })
      expect(origin.urls.length).toBe(2)
    }
  })

  it('is the last, and goes to the other origin where there is one', async () => {
    const origin = scripted(refused)
    const baseUrls = ['https://one.test', 'https://two.test']
    expect(await client(origin.fetch, { baseUrls }).fetch(ask)).toMatchObject({ outcome: 'failed' })
    expect(origin.urls).toEqual(['https://one.test/', 'https://two.test/'])
  })

  it('does not follow an answer, be it a refusal or a fault of the program', async () => {
    for (const status of [200, 404, 429, 500]) {
      const origin = scripted(() => Promise.resolve(new Response('', { status })))
      expect(await client(origin.fetch).fetch(ask)).toMatchObject({ outcome: 'replied', status })
      expect(origin.urls.length).toBe(1)
    }
  })

  it('is paid from a budget: a dead origin gets three of them, and then a fifth more than it would anyway', async () => {
    const clock = { at: 0 }
    const origin = scripted(refused)
    const asking = client(origin.fetch, { now: () => clock.at })
    for (let n = 0; n < 40; n++) {
      await asking.fetch(ask)
      // Past the breaker's rest, so that it lets a probe through each time.
      clock.at += 60_000
    }
    expect(origin.urls.length).toBeGreaterThan(42)
    expect(origin.urls.length).toBeLessThanOrEqual(40 + 3 + 8)
  })

  it('comes early when the first is slower than nearly always, and the slow one is cancelled', async () => {
    const cancelled: boolean[] = []
    let calls = 0
    const asking = client((_url, init) => {
      calls += 1
      if (calls !== 31) return ok()
      init.signal?.addEventListener('abort', () => void cancelled.push(true))
      return hung()
    })
    for (let n = 0; n < 30; n++) await asking.fetch(ask)
    expect(await asking.fetch(ask)).toMatchObject({ outcome: 'replied', status: 200 })
    expect(calls).toBe(32)
    expect(cancelled).toEqual([true])
  })
})

describe('several origins', () => {
  it('leaves out one that fails, and tries it again later', async () => {
    const clock = { at: 0 }
    let down = true
    const asked: string[] = []
    let seed = 1
    const asking = createOriginClient({
      baseUrls: ['https://a.test', 'https://b.test'],
      secret: 's',
      now: () => clock.at,
      // Park and Miller's minimal generator: the same draws in every run.
      random: () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647,
      headersMs: 1_000,
      timeoutMs: 1_000,
      fetch: (url) => {
        asked.push(url)
        return down && url.startsWith('https://a.test') ? refused() : ok()
      },
    })
    for (let n = 0; n < 30; n++) await asking.fetch(ask)
    const whileDown = asked.splice(0).filter((url) => url.startsWith('https://a.test')).length
    expect(whileDown).toBeLessThanOrEqual(9)
    expect(await asking.fetch(ask)).toMatchObject({ outcome: 'replied', status: 200 })
    expect(asked.splice(0)).toEqual(['https://b.test/'])
    down = false
    clock.at += 2_000
    for (let n = 0; n < 10; n++) await asking.fetch(ask)
    expect(asked.filter((url) => url.startsWith('https://a.test')).length).toBeGreaterThan(0)
  })

  it('says so at once when every one of them rests', async () => {
    const clock = { at: 0 }
    const origin = scripted(refused)
    const asking = client(origin.fetch, { now: () => clock.at })
    for (let n = 0; n < 10; n++) await asking.fetch(ask)
    const before = origin.urls.length
    expect(await asking.fetch(ask)).toMatchObject({ outcome: 'failed' })
    expect(origin.urls.length).toBe(before)
  })
})
