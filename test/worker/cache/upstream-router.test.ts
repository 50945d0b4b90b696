import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../../worker/cache/memory-store.ts'
import { upstreamConfigs, upstreamsSchema } from '../../../worker/cache/upstream-config.ts'
import { createUpstreamRouter } from '../../../worker/cache/upstream-router.ts'
import { isolateOf } from './isolate.ts'

function router(list: unknown) {
  const isolate = isolateOf({ now: Date.now, memory: createMemoryStore({ maxBytes: 1_000_000, now: Date.now }) })
  const asked: string[] = []
  const made = createUpstreamRouter({
    ...isolate,
    configs: upstreamConfigs(v.parse(upstreamsSchema, list)),
    random: () => 0,
    headersMs: 1_000,
    timeoutMs: 1_000,
    fetch(url) {
      asked.push(url)
      return Promise.resolve(new Response(url, { headers: { 'cache-control': 'max-age=60' } }))
    },
  })
  const get = async (path: string) => {
    const response = await made
      .match(new URL(path, 'https://edge.test').pathname)
      ?.handle(new Request(`https://edge.test${path}`), { ...isolate, deadlineMs: 1_000 })
    return response?.text()
  }
  return { get, asked }
}

describe('paths and their origins', () => {
  const list = [
    { path: '/shop/*', origin: 'https://shop.test/v2/', params: ['page'] },
    { path: '/shop/images/*', origin: 'https://images.test' },
    { path: '/robots.txt', origin: 'https://shop.test' },
  ]

  it.each([
    ['/shop/a?page=2&utm_source=x', 'https://shop.test/v2/shop/a?page=2'],
    ['/shop/images/a.png?w=1', 'https://images.test/shop/images/a.png?w=1'],
    ['/robots.txt', 'https://shop.test/robots.txt'],
    ['/robots.txt/more', undefined],
    ['/shopping', undefined],
    ['/', undefined],
  ])('%s goes to %s', async (path, expected) => {
    expect(await router(list).get(path)).toBe(expected)
  })

  it('are cached each for itself', async () => {
    const { get, asked } = router(list)
    for (let n = 0; n < 2; n++) for (const path of ['/shop/a', '/shop/images/a']) await get(path)
    expect(asked.length).toBe(2)
  })
})

describe('several addresses that hold the same', () => {
  it('share the requests, and one key', async () => {
    const { get, asked } = router([{ path: '/*', origin: ['https://a.test', 'https://b.test'] }])
    expect(await get('/x')).toBe('https://a.test/x')
    expect(await get('/x')).toBe('https://a.test/x')
    expect(asked.length).toBe(1)
  })
})

describe('a list that is wrong', () => {
  it.each([
    [[{ path: 'shop', origin: 'https://a.test' }]],
    [[{ path: '/a*b', origin: 'https://a.test' }]],
    [[{ path: '/a', origin: 'ftp://a.test' }]],
    [[{ path: '/a', origin: [] }]],
    [[{ path: '/a', origin: ['https://a.test', 'b.test'] }]],
    [[{ path: '/a', origin: 'https://user@a.test' }]],
    [[{ path: '/a', origin: 'https://a.test?x' }]],
    [[{ path: '/a', origin: 'https://a.test', visitors: 'share' }]],
    [[{ path: '/a', origin: 'https://a.test', speed: 'fast' }]],
    [[{ path: '/a', origin: 'https://a.test', fields: ['bad name'] }]],
    [
      [
        { path: '/a', origin: 'https://a.test' },
        { path: '/a', origin: 'https://b.test' },
      ],
    ],
  ])('%j is rejected', (list) => {
    expect(v.safeParse(upstreamsSchema, list).success).toBe(false)
  })
})
