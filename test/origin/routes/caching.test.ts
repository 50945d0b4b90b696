import { expect, it } from 'vitest'
import { demoOrigin } from '../demo-origin.ts'

const { get } = demoOrigin()

it.each([
  ['/v1/catalogue', 'catalogue'],
  ['/v1/retrieve?q=jaws&limit=1', 'catalogue,retrieve'],
  ['/v1/items?ids=jaws-1975', 'catalogue'],
  ['/v1/trending?limit=1', 'catalogue,trending'],
  ['/v1/artifacts', 'artifacts'],
])('%s says how long it is fresh and what it is made of', async (path, tags) => {
  const { status, headers } = await get(path)
  expect(status).toBe(200)
  expect(headers.get('cache-control')).toMatch(/^public, max-age=\d+, stale-while-revalidate=\d+, stale-if-error=\d+$/)
  expect(headers.get('cache-tag')).toBe(tags)
  expect(headers.get('etag')).toMatch(/^"[\w-]{22}"$/)
})

it('answers 304 to the ETag it gave, with the same promises', async () => {
  const first = await get('/v1/retrieve?q=jaws')
  const etag = first.headers.get('etag') ?? ''
  for (const condition of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const again = await get('/v1/retrieve?q=jaws', { headers: { 'if-none-match': condition } })
    expect(again.status).toBe(304)
    expect(again.body).toBe('')
    expect(again.headers.get('cache-control')).toBe(first.headers.get('cache-control'))
    expect(again.headers.get('etag')).toBe(etag)
  }
  expect((await get('/v1/retrieve?q=jaws', { headers: { 'if-none-match': '"other"' } })).status).toBe(200)
})

it('answers HEAD like GET, without a body', async () => {
  const { status, headers, body } = await get('/v1/catalogue', { method: 'HEAD' })
  expect(status).toBe(200)
  expect(headers.get('etag')).toBe((await get('/v1/catalogue')).headers.get('etag'))
  expect(body).toBe('')
})
