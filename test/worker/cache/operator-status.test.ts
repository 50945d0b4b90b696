import { env } from 'cloudflare:workers'
import { createExecutionContext } from 'cloudflare:test'
import { expect, it } from 'vitest'
import { app } from '../../../worker/app.ts'

const search = async (bound: typeof env, headers: Record<string, string>, q = 'operator'): Promise<string> => {
  const request = new Request(`https://edge.test/v1/search?q=${q}`, { headers })
  const response = await app.fetch(request, bound, createExecutionContext())
  await response.text()
  return response.headers.get('cache-status') ?? ''
}
const operator = { authorization: `Bearer ${env.ADMIN_TOKEN}` }

it('names the key to the operator', async () => {
  await search(env, {})
  expect(await search(env, operator)).toMatch(/^nearfield; hit; ttl=\d+; key="\/v1\/retrieve\?[^"]*q=operator[^"]*"$/)
})

it.each([
  [{}],
  [{ authorization: `Bearer ${env.ADMIN_TOKEN}x` }],
  [{ authorization: `Bearer ${String(env.ADMIN_TOKEN).slice(0, -1)}` }],
  [{ authorization: `Basic ${env.ADMIN_TOKEN}` }],
  [{ authorization: 'Bearer ' }],
  [{ 'x-admin-token': String(env.ADMIN_TOKEN) }],
])('and to nobody else: %#', async (headers) => {
  await search(env, operator)
  expect(await search(env, headers)).toMatch(/^nearfield; hit; ttl=\d+$/)
})
