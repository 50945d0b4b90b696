import { env } from 'cloudflare:workers'
import { afterEach, expect, it, vi } from 'vitest'
import { logIndexEvent } from '../../worker/artifacts/log-index-event.ts'
import { door } from './break-origin.ts'
import { Visitor } from './visitor.ts'

afterEach(() => vi.restoreAllMocks())

/** What is logged from now on. */
function logged(level: 'error' | 'warn'): unknown[] {
  const lines: unknown[] = []
  vi.spyOn(console, level).mockImplementation((line: string) => void lines.push(JSON.parse(line)))
  return lines
}

it('a request that failed is logged under the id of its answer', async () => {
  const lines = logged('error')
  const visitor = new Visitor({ ...env, ORIGIN_SECRET: 'another-secret-than-the-origin-has-0123456789' })
  const reply = await visitor.get('/v1/search?q=secrets+that+differ')
  expect(reply.status).toBe(503)
  const id = reply.headers.get('x-request-id')
  expect(lines).toContainEqual({ event: 'origin-refused', id, status: 401, detail: expect.any(String) })
})

it('what an operator could not do is logged under the id that they gave', async () => {
  const lines = logged('error')
  const own = door('log-lines')
  await own.break('erroring')
  const headers = { authorization: `Bearer ${env.ADMIN_TOKEN}`, 'x-request-id': 'given-by-operator' }
  expect((await new Visitor(own.env).call('GET', '/v1/admin/rules', { headers })).status).toBe(503)
  expect(lines).toContainEqual({ event: 'rules-not-read', id: 'given-by-operator', cause: expect.any(String) })
})

it('what an isolate found when it looked for an index names its event and its kind', () => {
  const lines = logged('warn')
  logIndexEvent('suggest', { type: 'index-loaded', name: 'suggest-1' })
  logIndexEvent('model', { type: 'index-refused', name: 'model-1', reason: 'damaged' })
  expect(lines).toEqual([{ event: 'index-refused', kind: 'model', name: 'model-1', reason: 'damaged' }])
})
