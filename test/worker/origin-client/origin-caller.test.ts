import { describe, expect, it } from 'vitest'
import { createOriginCaller } from '../../../worker/origin-client/origin-caller.ts'
import type { OriginCall } from '../../../worker/origin-client/origin-call.ts'
import { createUpstreamCaller } from '../../../worker/cache/upstream-router.ts'

type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** Of an upstream origin, as the router makes it. */
function upstream(fetch: Fetch, changes: { baseUrls?: string[]; headersMs?: number; timeoutMs?: number } = {}) {
  const asked: { url: string; init: RequestInit }[] = []
  const caller = createUpstreamCaller({
    baseUrls: ['https://site.test'],
    now: () => Date.now(),
    random: () => 0,
    headersMs: 1_000,
    timeoutMs: 1_000,
    ...changes,
    fetch: (url, init) => (asked.push({ url, init }), fetch(url, init)),
  })
  return { asked, caller }
}

const get: OriginCall<Response> = {
  path: '/a',
  method: 'GET',
  headers: {},
  purpose: 'visitor',
  repeatable: true,
  receive: (response) => Promise.resolve(response),
}
const text = { ...get, receive: (response: Response) => response.text() }
const post = { ...get, method: 'POST', repeatable: false }
const refused = () => Promise.reject(new TypeError('connection refused'))
const hung = () => new Promise<Response>(() => undefined)
/** Headers at once, the body when it is let go. */
const slowBody = () => {
  let finish: () => void = () => undefined
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      finish = () => (controller.enqueue(new TextEncoder().encode('late')), controller.close())
    },
  })
  return { finish: () => finish(), fetch: () => Promise.resolve(new Response(body)) }
}

describe('time', () => {
  it('for the headers runs out by itself, before the time for the whole', async () => {
    const { caller } = upstream(hung, { headersMs: 5, timeoutMs: 60_000 })
    expect(await caller.call(get)).toMatchObject({ outcome: 'timeout' })
  })

  it('for the whole covers what is received of the body', async () => {
    const { caller } = upstream(slowBody().fetch, { timeoutMs: 5 })
    expect(await caller.call(text)).toMatchObject({ outcome: 'timeout' })
  })

  it('does not cut off a body that is read afterwards', async () => {
    const slow = slowBody()
    const { caller } = upstream(slow.fetch, { timeoutMs: 5 })
    const called = await caller.call(get)
    await new Promise((resolve) => setTimeout(resolve, 15))
    slow.finish()
    expect(called.outcome === 'replied' && (await called.value.text())).toBe('late')
  })

  it('is told to the origin, and a request that ran out of it is cancelled', async () => {
    const { asked, caller } = upstream(hung, { headersMs: 5, timeoutMs: 200 })
    await caller.call(get)
    const { init } = asked[0] ?? {}
    expect(new Headers(init?.headers).get('x-deadline-ms')).toMatch(/^(?:200|19\d)$/)
    expect(init?.signal?.aborted).toBe(true)
  })

  it('for an unsafe request is all of it: it may not be asked for again', async () => {
    const { caller } = upstream(() => new Promise((resolve) => setTimeout(() => resolve(new Response('ok')), 15)), {
      headersMs: 1,
    })
    expect(await caller.call(post)).toMatchObject({ outcome: 'replied', status: 200 })
  })
})

describe('a second try', () => {
  it('follows a broken connection, at the other address', async () => {
    const { asked, caller } = upstream(refused, { baseUrls: ['https://one.test', 'https://two.test'] })
    expect(await caller.call(get)).toMatchObject({ outcome: 'failed' })
    expect(asked.map(({ url }) => url)).toEqual(['https://one.test/a', 'https://two.test/a'])
  })

  it('never repeats an unsafe request, whatever became of it', async () => {
    for (const fetch of [refused, hung]) {
      const { asked, caller } = upstream(fetch, { timeoutMs: 5 })
      expect(['failed', 'timeout']).toContain((await caller.call(post)).outcome)
      expect(asked.length).toBe(1)
    }
  })

  it('does not follow an answer of a site, be it a 503', async () => {
    const { asked, caller } = upstream(() => Promise.resolve(new Response('busy', { status: 503 })))
    expect(await caller.call(get)).toMatchObject({ outcome: 'replied', status: 503 })
    expect(asked.length).toBe(1)
  })

  it('does not come early to an only address', async () => {
    const { asked, caller } = upstream(() => (asked.length > 30 ? hung() : Promise.resolve(new Response('ok'))), {
      headersMs: 60,
    })
    for (let n = 0; n < 31; n++) await caller.call(text)
    expect(asked.length).toBe(31)
  })

  it('comes early when the first is slow, and never for a refresh behind an answer', async () => {
    for (const purpose of ['visitor', 'background'] as const) {
      let calls = 0
      const { caller } = upstream(
        () => {
          calls += 1
          return calls === 31 ? hung() : Promise.resolve(new Response('ok'))
        },
        { headersMs: 60, baseUrls: ['https://one.test', 'https://two.test'] },
      )
      for (let n = 0; n < 30; n++) await caller.call({ ...text, purpose })
      const called = await caller.call({ ...text, purpose })
      expect([calls, called.outcome]).toEqual(purpose === 'visitor' ? [32, 'replied'] : [31, 'timeout'])
    }
  })
})

describe('a site', () => {
  it('stays in use when one of its pages answers 500 all the time', async () => {
    const { asked, caller } = upstream(() => Promise.resolve(new Response('bug', { status: 500 })))
    for (let n = 0; n < 30; n++) await caller.call(get)
    expect(asked.length).toBe(30)
  })

  it('that is gone rests, and one probe at a time finds out when it is back', async () => {
    const clock = { at: 0 }
    let down = true
    let calls = 0
    const caller = createOriginCaller({
      baseUrls: ['https://site.test'],
      fetch: () => (calls++, down ? refused() : Promise.resolve(new Response('ok'))),
      now: () => clock.at,
      random: () => 0,
      headersMs: 1_000,
      timeoutMs: 1_000,
      isFault: () => false,
      isMendable: () => false,
      hedgesAlone: false,
    })
    for (let n = 0; n < 12; n++) await caller.call(post)
    expect(calls).toBe(8)
    clock.at += 2_000
    await caller.call(post)
    await caller.call(post)
    expect(calls).toBe(9)
    down = false
    clock.at += 2_000
    expect(await caller.call(post)).toMatchObject({ outcome: 'replied' })
    expect(await caller.call(post)).toMatchObject({ outcome: 'replied' })
  })

  it('keeps places free for visitors: refreshes get a quarter of them', async () => {
    const { asked, caller } = upstream(hung, { headersMs: 20 })
    const refreshes = Array.from({ length: 12 }, () => caller.call({ ...get, purpose: 'background' }))
    const visits = Array.from({ length: 18 }, () => caller.call(get))
    await Promise.resolve()
    await Promise.resolve()
    expect(asked.length).toBe(6 + 18)
    const outcomes = (await Promise.all(refreshes)).map(({ outcome }) => outcome)
    expect(outcomes.filter((outcome) => outcome === 'crowded').length).toBe(6)
    await Promise.all(visits)
  })
})
