import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openOrigin, type Origin } from '../../origin/open-origin.ts'
import { demoOrigin } from './demo-origin.ts'

const SECRET = 'a-secret-of-the-tests-0123456789abcdef'
const paths = [
  '/v1/catalogue',
  '/v1/retrieve',
  '/v1/items',
  '/v1/trending',
  '/v1/similar',
  '/v1/artifacts',
  '/v1/log',
  '/v1/publish',
  '/v1/removals',
  '/v1/other',
]

const METHODS: Record<string, string> = { '/v1/log': 'POST', '/v1/publish': 'POST', '/v1/removals': 'GET, HEAD, POST' }

/** An origin that needs the secret and holds nothing. */
let origin: Origin | null = null
const folder = mkdtempSync(join(tmpdir(), 'nearfield-'))
beforeAll(async () => {
  const access = { kind: 'secret', secret: SECRET } as const
  const options = { dataFolder: folder, access, now: () => 0, onSeedProgress: null, rebuildEveryMs: null }
  const opened = await openOrigin(options)
  if (opened.outcome !== 'opened') throw new Error(opened.sentence)
  origin = opened.origin
})
afterAll(() => {
  origin?.close()
  rmSync(folder, { recursive: true })
})

async function locked(path: string, authorization?: string): Promise<Response> {
  if (origin === null) throw new Error('the origin is not open')
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization }
  return origin.fetch(new Request(`http://origin.test${path}`, { headers }))
}

describe('access', () => {
  it.each(paths)('%s needs the secret', async (path) => {
    for (const wrong of [undefined, '', 'Bearer', `Bearer ${SECRET}x`, SECRET, `bearer ${SECRET}`, `Basic ${SECRET}`]) {
      const response = await locked(path, wrong)
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toBe('Bearer')
      expect(response.headers.get('cache-control')).toBe('no-store')
    }
  })
  it('lets the secret in', async () => {
    expect((await locked('/v1/trending', `Bearer ${SECRET}`)).status).toBe(200)
  })
  it('answers probes without it, and is not ready without a catalogue', async () => {
    expect((await locked('/healthz')).status).toBe(200)
    expect((await locked('/readyz')).status).toBe(503)
  })
  it('has nothing to retrieve from without a catalogue, and says what to do', async () => {
    const response = await locked('/v1/retrieve?q=a', `Bearer ${SECRET}`)
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('5')
    expect(await response.json()).toMatchObject({ detail: expect.stringContaining('npm run import') })
  })
})

describe('routes', () => {
  const { get } = demoOrigin()
  it('is ready', async () => {
    expect(await get('/readyz')).toMatchObject({
      status: 200,
      body: { status: 'ready', catalogue: 'movies', items: 3200 },
    })
  })
  it.each(paths.filter((path) => path !== '/v1/other'))(
    '%s refuses other methods and says which it takes',
    async (path) => {
      for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
        const { status, headers } = await get(path, { method })
        expect(status).toBe(405)
        expect(headers.get('allow')).toBe(METHODS[path] ?? 'GET, HEAD')
      }
    },
  )
  it.each([
    '/',
    '/v1/other',
    '/v1/retrieve/',
    '/v1/__proto__',
    '/v1/artifacts/..%2f..%2fnearfield.sqlite',
    '/v1/artifacts/x',
  ])('%s is not there', async (path) => {
    const { status, headers } = await get(path)
    expect(status).toBe(404)
    expect(headers.get('content-type')).toBe('application/problem+json')
  })
})
