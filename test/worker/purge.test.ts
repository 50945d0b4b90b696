import { env } from 'cloudflare:workers'
import { createExecutionContext } from 'cloudflare:test'
import { expect, inject, it } from 'vitest'
import { app } from '../../worker/app.ts'
import type { Env } from '../../worker/env.ts'

const redis = inject('redis')

function post(body: unknown, overrides: Partial<Env> = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${env.ADMIN_TOKEN}`, 'content-type': 'application/json' }
  const request = new Request('https://edge.test/v1/admin/purge', {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  return Promise.resolve(app.fetch(request, { ...env, ...overrides }, createExecutionContext()))
}

it.skipIf(redis === undefined)('tells when a purge is seen everywhere', async () => {
  const response = await post(
    { mode: 'hard', tags: ['prices'] },
    { REDIS_URL: redis?.url ?? '', REDIS_TOKEN: redis?.token ?? '' },
  )
  expect(response.status).toBe(202)
  const answer: { scopes: number; visibleEverywhereBy: string } = await response.json()
  expect(answer.scopes).toBe(1)
  expect(Date.parse(answer.visibleEverywhereBy) - Date.now()).toBeLessThanOrEqual(5_000)
})

it.skipIf(redis === undefined)('makes an upstream origin be asked again', async () => {
  const upstream = `${inject('faultyOriginUrl')}/purge-${crypto.randomUUID()}`
  const UPSTREAMS = JSON.stringify([{ path: '/site/*', origin: upstream }])
  const bound = { ...env, UPSTREAMS, REDIS_URL: redis?.url ?? '', REDIS_TOKEN: redis?.token ?? '' }
  const ask = async (): Promise<string> => {
    const response = await app.fetch(new Request('https://edge.test/site/a'), bound, createExecutionContext())
    await response.text()
    return response.headers.get('cache-status') ?? ''
  }
  expect(await ask()).toContain('fwd=uri-miss')
  expect(await ask()).toContain('hit')
  const headers = { authorization: `Bearer ${env.ADMIN_TOKEN}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ mode: 'hard', prefixes: ['/site/* '] })
  const purge = new Request('https://edge.test/v1/admin/purge', { method: 'POST', headers, body })
  expect((await app.fetch(purge, bound, createExecutionContext())).status).toBe(202)
  expect(await ask()).toContain('fwd=uri-miss')
})

it('says that it has not happened when there is nowhere to write it down', async () => {
  const response = await post({ everything: true })
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
})

it.each([[{}], [{ tags: [] }], [{ tags: [''] }], [{ everything: false }], [{ mode: 'later', tags: ['a'] }]])(
  'refuses %j with a sentence',
  async (body) => {
    expect((await post(body)).status).toBe(400)
  },
)
