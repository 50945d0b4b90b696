import { expect, it } from 'vitest'
import { createCacheApiStore } from '../../../worker/cache/cache-api-store.ts'
import { describeStore } from './contract/store.ts'
import { entryAt } from '../../fakes/entries.ts'

let opened = 0
describeStore('the Cache API', async (now) => {
  opened += 1
  const cache = await caches.open(`contract-${opened}`)
  return createCacheApiStore({ cache, namespace: 'shop/1', now })
})

it('keeps namespaces apart', async () => {
  const cache = await caches.open('namespaces')
  const now = (): number => 1_000
  const [one, two] = ['shop/1', 'shop/2'].map((namespace) => createCacheApiStore({ cache, namespace, now }))
  await one?.set('/a', entryAt(1_000))
  expect(await two?.get('/a')).toBeUndefined()
  expect(await one?.get('/a')).toBeDefined()
})

it('takes bytes that are not an envelope for a miss', async () => {
  const cache = await caches.open('garbage')
  const url = 'https://cache.nearfield.invalid/shop/%2Fa'
  const store = createCacheApiStore({ cache, namespace: 'shop', now: () => 1_000 })
  for (const body of ['', 'x', '\0\0\0\0', '\x02\0\0\0{}', '\xff\xff\xff\xff{}']) {
    await cache.put(url, new Response(body, { headers: { 'cache-control': 'max-age=60' } }))
    expect(await store.get('/a')).toBeUndefined()
  }
})
