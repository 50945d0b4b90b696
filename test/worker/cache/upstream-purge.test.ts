/** What a purge by a plain path, a Location and a group reach, where several upstreams stand at one address. */
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import type { PurgeScope } from '#core/cache/purge'
import { createMemoryStore } from '../../../worker/cache/memory-store.ts'
import { upstreamConfigs, upstreamsSchema } from '../../../worker/cache/upstream-config.ts'
import { createUpstreamRouter } from '../../../worker/cache/upstream-router.ts'
import { isolateOf } from './isolate.ts'

const SITES = [
  { path: '/*', origin: 'https://all.test' },
  { path: '/shop/*', origin: 'https://shop.test', params: ['page'] },
  { path: '/cart/*', origin: 'https://shop.test' },
]

/** @param changed what a POST is answered with */
function site(changed: Record<string, string> = {}) {
  const isolate = isolateOf({ now: Date.now, memory: createMemoryStore({ maxBytes: 1_000_000, now: Date.now }) })
  const router = createUpstreamRouter({
    ...isolate,
    configs: upstreamConfigs(v.parse(upstreamsSchema, SITES)),
    random: () => 0,
    headersMs: 1_000,
    timeoutMs: 1_000,
    fetch: (_url, { method }) =>
      Promise.resolve(
        method === 'POST'
          ? new Response('', { headers: changed })
          : new Response('', { headers: { 'cache-control': 'max-age=60', 'cache-groups': '"g"', 'cache-tag': 't' } }),
      ),
  })
  const ask = async (path: string, method = 'GET'): Promise<Response | undefined> => {
    const request = new Request(`https://edge.test${path}`, { method })
    return router.match(new URL(request.url).pathname)?.handle(request, { ...isolate, deadlineMs: 1_000 })
  }
  return {
    ask,
    isHit: async (path: string) => (await ask(path))?.headers.get('cache-status')?.includes('hit') ?? false,
    purge: (scope: PurgeScope) => isolate.tiers.purges.purge('hard', [scope, ...router.scopesOf(scope)]),
  }
}

const PATHS = ['/t?x=1', '/t?x=2', '/other', '/shop/a?page=1', '/shop/b']

async function purgedBy(scope: PurgeScope): Promise<string[]> {
  const { ask, isHit, purge } = site()
  for (const path of PATHS) await ask(path)
  for (const path of PATHS) expect(await isHit(path)).toBe(true)
  await purge(scope)
  const purged = []
  for (const path of PATHS) if (!(await isHit(path))) purged.push(path)
  return purged
}

describe('a purge by path', () => {
  it.each<[PurgeScope, string[]]>([
    [{ by: 'key', value: '/t?x=1' }, ['/t?x=1']],
    [{ by: 'key', value: '/shop/a?utm=z&page=1' }, ['/shop/a?page=1']],
    [{ by: 'key', value: '/* /t?x=2' }, ['/t?x=2']],
    [{ by: 'prefix', value: '/t' }, ['/t?x=1', '/t?x=2']],
    [{ by: 'prefix', value: '/sh' }, ['/shop/a?page=1', '/shop/b']],
    [{ by: 'prefix', value: '/shop/a' }, ['/shop/a?page=1']],
    [{ by: 'prefix', value: '/' }, PATHS],
    [{ by: 'key', value: '//' }, []],
    [{ by: 'key', value: 't?x=1' }, []],
    [{ by: 'tag', value: '/t' }, []],
  ])('%j reaches %j', async (scope, expected) => {
    expect(await purgedBy(scope)).toEqual(expected)
  })
})

describe('a write', () => {
  it('reaches the Location it names under the pattern of the Location', async () => {
    const { ask, isHit } = site({ location: '/shop/a?page=1' })
    for (const path of PATHS) await ask(path)
    await ask('/cart/add', 'POST')
    expect(await Promise.all(PATHS.map(isHit))).toEqual([true, true, true, false, true])
  })

  it('purges groups of its own origin, under any of its patterns, and of no other', async () => {
    const { ask, isHit } = site({ 'cache-group-invalidation': '"g"' })
    for (const path of PATHS) await ask(path)
    await ask('/cart/add', 'POST')
    expect(await Promise.all(PATHS.map(isHit))).toEqual([true, true, true, false, false])
  })

  it('cannot name a tag', async () => {
    const { ask, isHit } = site({ 'cache-group-invalidation': '"t"' })
    for (const path of PATHS) await ask(path)
    await ask('/cart/add', 'POST')
    expect(await Promise.all(PATHS.map(isHit))).toEqual(PATHS.map(() => true))
  })

  it('leaves tags to operators', async () => {
    const { ask, isHit, purge } = site()
    await ask('/t')
    await purge({ by: 'tag', value: 't' })
    expect(await isHit('/t')).toBe(false)
  })
})
