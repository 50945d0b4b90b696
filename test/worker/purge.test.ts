import { env } from 'cloudflare:workers'
import { createExecutionContext } from 'cloudflare:test'
import { expect, inject, it } from 'vitest'
import { app } from '../../worker/app.ts'
import type { Env } from '../../worker/env.ts'

const redis = inject('redis')

function post(body: unknown, overrides?: Partial<Env>): Promise<Response> {
  const headers = { authorization: `Bearer ${env.ADMIN_TOKEN}`, 'content-type': 'application/json' }
  const request = new Request('https://edge.test/v1/admin/purge', {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  return Promise.resolve(
    app.fetch(request, overrides === undefined ? env : { ...env, ...overrides }, createExecutionContext()),
  )
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
  const body = JSON.stringify({ mode: 'hard', prefixes: ['/site/'] })
  const purge = new Request('https://edge.test/v1/admin/purge', { method: 'POST', headers, body })
  expect((await app.fetch(purge, bound, createExecutionContext())).status).toBe(202)
  expect(await ask()).toContain('fwd=uri-miss')
})

it('makes the next search ask the origin again, also without Redis', async () => {
  const search = async (): Promise<string> => {
    const response = await app.fetch(new Request('https://edge.test/v1/search?q=purged'), env, createExecutionContext())
    await response.text()
    return response.headers.get('cache-status') ?? ''
  }
  await search()
  expect(await search()).toContain('; hit;')
  expect((await post({ mode: 'hard', tags: ['another'] })).status).toBe(202)
  expect(await search()).toContain('; hit;')
  expect((await post({ mode: 'hard', tags: ['catalogue'] })).status).toBe(202)
  expect(await search()).toContain('; fwd=uri-miss;')
})

it('finds every page by each item that it shows', async () => {
  const ask = async (): Promise<{ status: string; ids: string[] }> => {
    const url = 'https://edge.test/v1/search?q=the&limit=100'
    const response = await app.fetch(new Request(url), env, createExecutionContext())
    const { results } = await response.json<{ results: { id: string }[] }>()
    return { status: response.headers.get('cache-status') ?? '', ids: results.map(({ id }) => id) }
  }
  const { ids } = await ask()
  expect(ids).toHaveLength(100)
  for (const id of [ids[0], ids[50], ids[99]]) {
    expect((await ask()).status).toContain('; hit;')
    expect((await post({ mode: 'hard', tags: [`item:${id}`] })).status).toBe(202)
    expect((await ask()).status).toContain('; fwd=uri-miss;')
  }
})

it.each([{ keys: ['/shop/new'] }, { prefixes: ['/sites'] }, { prefixes: ['v1/'] }, { keys: ['/v1/a', '/site/* '] }])(
  'refuses %j, under which nothing can be kept',
  async (body) => {
    const response = await post(body, { UPSTREAMS: JSON.stringify([{ path: '/site/*', origin: 'https://site.test' }]) })
    const { detail } = await response.json<{ detail: string }>()
    expect([response.status, detail]).toEqual([
      400,
      expect.stringMatching(/keys begin with "\/v1\/", "\/site\/\* \/"$/),
    ])
  },
)

it.each([
  { keys: ['/v1/trending'] },
  { prefixes: ['/'] },
  { prefixes: ['/v1/ret'] },
  { prefixes: ['/site/new'] },
  { keys: ['/site/new'] },
])('takes %j', async (body) => {
  const UPSTREAMS = JSON.stringify([{ path: '/site/*', origin: 'https://site.test' }])
  expect((await post(body, { UPSTREAMS })).status).toBe(202)
})

it('takes a tag that is as long as one that is kept, and no longer one', async () => {
  expect((await post({ tags: ['x'.repeat(1_024)] })).status).toBe(202)
  expect((await post({ tags: ['x'.repeat(1_025)] })).status).toBe(400)
})

it('says that it has not happened when it could not be written down', async () => {
  const broken = {
    get: () => ({ append: () => Promise.reject(new Error('down')) }),
    idFromName: (name: string) => name,
  }
  const response = await post({ everything: true }, { PURGES: broken as unknown as Env['PURGES'] })
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
})

it('goes on answering while what keeps the purges is down', async () => {
  const down = { get: () => ({ since: () => Promise.reject(new Error('down')) }), idFromName: (name: string) => name }
  const bound = { ...env, PURGES: down as unknown as Env['PURGES'] }
  const request = new Request('https://edge.test/v1/search?q=star')
  expect((await app.fetch(request, bound, createExecutionContext())).status).toBe(200)
})

it.each([[{}], [{ tags: [] }], [{ tags: [''] }], [{ everything: false }], [{ mode: 'later', tags: ['a'] }]])(
  'refuses %j with a sentence',
  async (body) => {
    expect((await post(body)).status).toBe(400)
  },
)
