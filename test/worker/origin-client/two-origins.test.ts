import { env } from 'cloudflare:workers'
import { expect, inject, it } from 'vitest'
import { createOriginClient } from '../../../worker/origin-client/origin-client.ts'
import { Visitor } from '../visitor.ts'

const setMode = async (url: string, mode: string): Promise<void> => {
  const response = await fetch(`${url}/mode`, { method: 'PUT', body: mode })
  await response.text()
}

it.each(['reset', 'error-503', 'garbage'])('one of two origins dies (%s) and no answer fails', async (death) => {
  const urls = ['one', 'two'].map((name) => `${inject('faultyOriginUrl')}/${name}-${crypto.randomUUID()}`)
  const [doomed = ''] = urls
  for (const url of urls) await setMode(url, 'ok')
  const fetchOrigin = (url: string, init: RequestInit): Promise<Response> => fetch(url, init)
  const now = (): number => Date.now()
  const client = createOriginClient({
    baseUrls: urls,
    secret: 's',
    fetch: fetchOrigin,
    now,
    random: Math.random,
    headersMs: 2_000,
    timeoutMs: 2_000,
  })
  const outcomes = new Set<string>()
  for (let call = 0; call < 60; call++) {
    if (call === 10) await setMode(doomed, death)
    const reply = await client.fetch({ path: `/a?${call}`, purpose: 'visitor' })
    outcomes.add(reply.outcome === 'replied' ? String(reply.status) : reply.outcome)
  }
  expect([...outcomes]).toEqual(['200'])
})

it('one of two origins stays dead on a quiet site, and no visitor pays for looking whether it is back', async () => {
  const dead = `http://127.0.0.1:9/${crypto.randomUUID()}`
  const well = `${inject('faultyOriginUrl')}/well-${crypto.randomUUID()}`
  await setMode(well, 'ok')
  let clock = 1_800_000_000_000
  const client = createOriginClient({
    baseUrls: [dead, well],
    secret: 's',
    fetch: (url, init) => (url.startsWith(dead) ? Promise.reject(new Error('refused')) : fetch(url, init)),
    now: () => clock,
    random: Math.random,
    headersMs: 2_000,
    timeoutMs: 2_000,
  })
  const outcomes = new Set<string>()
  for (let call = 0; call < 40; call++) {
    clock += 2_500
    const reply = await client.fetch({ path: `/a?${call}`, purpose: 'visitor' })
    outcomes.add(reply.outcome === 'replied' ? String(reply.status) : reply.outcome)
  }
  expect([...outcomes]).toEqual(['200'])
})

it('searches are answered in full while the first of two origins refuses every connection', async () => {
  const visitor = new Visitor({ ...env, ORIGIN_URL: `http://127.0.0.1:9,${env.ORIGIN_URL}` })
  for (let n = 0; n < 20; n++) {
    const { status, body } = await visitor.get(`/v1/search?q=two${n}`)
    expect([status, body]).toMatchObject([200, { degraded: 'no' }])
  }
  expect((await visitor.get('/v1/suggest?q=sta')).body).toMatchObject({ degraded: 'no' })
})
