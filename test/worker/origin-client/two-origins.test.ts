import { env } from 'cloudflare:workers'
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { expect, inject, it } from 'vitest'
import { app } from '../../../worker/app.ts'
import { createOriginClient } from '../../../worker/origin-client/origin-client.ts'

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

it('searches are answered in full while the first of two origins refuses every connection', async () => {
  const bound = { ...env, ORIGIN_URL: `http://127.0.0.1:9,${env.ORIGIN_URL}` }
  for (let n = 0; n < 20; n++) {
    const context = createExecutionContext()
    const response = await app.fetch(new Request(`https://edge.test/v1/search?q=two${n}`), bound, context)
    expect([response.status, await response.json()]).toMatchObject([200, { degraded: 'no' }])
    await waitOnExecutionContext(context)
  }
  const response = await app.fetch(new Request('https://edge.test/v1/suggest?q=sta'), bound, createExecutionContext())
  expect(await response.json()).toMatchObject({ degraded: 'no' })
})
