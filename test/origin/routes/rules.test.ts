import { expect, it } from 'vitest'
import { demoOrigin } from '../demo-origin.ts'

const { get } = demoOrigin()
const put = (body: unknown) => get('/v1/rules', { method: 'PUT', body: JSON.stringify(body) })
const hide = { id: 'old-stock', does: 'hide', on: { items: ['a'] } }

it('keeps the rules that it was given, in their order, until others come', async () => {
  expect((await get('/v1/rules')).body).toEqual({ rules: [] })
  const pin = { id: 'a-pin', does: 'pin', item: 'b', position: 0, when: { query: { is: 'empty' } } }
  expect((await put({ rules: [hide, pin] })).status).toBe(200)
  expect((await get('/v1/rules')).body).toEqual({ rules: [{ ...hide, when: {} }, pin] })
  await put({ rules: [pin] })
  const reply = await get('/v1/rules')
  expect(reply.body).toEqual({ rules: [pin] })
  expect(reply.headers.get('cache-control')).toBe(
    'public, max-age=5, stale-while-revalidate=3600, stale-if-error=86400',
  )
})

it('refuses all when one is wrong, and keeps those of before', async () => {
  await put({ rules: [hide] })
  const reply = await put({
    rules: [
      { ...hide, id: 'fine' },
      { ...hide, id: 'wrong', on: {} },
    ],
  })
  expect([reply.status, reply.body]).toEqual([
    400,
    expect.objectContaining({ detail: 'rule wrong: on: expected either items or match' }),
  ])
  expect((await get('/v1/rules')).body).toEqual({ rules: [{ ...hide, when: {} }] })
})

it('takes GET and PUT', async () => {
  const reply = await get('/v1/rules', { method: 'DELETE' })
  expect([reply.status, reply.headers.get('allow')]).toEqual([405, 'GET, HEAD, PUT'])
})
