/** Each rung of the failure ladder that the routes stand on, broken for real over loopback. */
import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import type { LogBatch } from '#core/contract/events'
import worker from '../../worker/index.ts'
import { door } from './break-origin.ts'
import { Visitor } from './visitor.ts'

describe.each(['erroring', 'reset', 'garbage'] as const)('the origin is %s', (mode) => {
  it('keeps answering what it has, falls back to the popular list for what it has not, and says so', async () => {
    const own = door(`ladder-${mode}`)
    const visitor = new Visitor(own.env)
    const known = '/v1/search?q=godfather&limit=5'
    const fresh = await visitor.get(known)
    await visitor.get('/v1/recommend/trending')
    await own.break(mode)
    const kept = await visitor.get(known)
    expect([kept.status, kept.body.results]).toEqual([200, fresh.body.results])
    const fallback = await visitor.get(`/v1/search?q=never+asked+before+${mode}`)
    expect(fallback.status).toBe(200)
    expect(fallback.body).toMatchObject({ degraded: 'fallback', facets: [] })
    expect(fallback.body.results.length).toBe(20)
  })
})

it('records an event whose item cannot be looked up, without facets', async () => {
  const own = door('ladder-events')
  await own.break('erroring')
  const visitor = new Visitor(own.env)
  expect((await visitor.click('a-movie-never-seen')).body.accepted).toBe(1)
  expect((await visitor.get('/v1/me')).body).toMatchObject({ events: 1, affinities: [] })
})

describe('the queue consumer', () => {
  const events: LogBatch['events'] = [
    { id: 'ladder-event-1', type: 'clicked', at: Date.now(), visitor: 'v', item: 'star-trek-2009' },
  ]

  async function deliver(env: Parameters<typeof worker.queue>[1]): Promise<Awaited<ReturnType<typeof getQueueResult>>> {
    const batch = createMessageBatch<LogBatch>('nearfield-events', [
      { id: 'm1', timestamp: new Date(), attempts: 1, body: { events, erased: [] } },
    ])
    await worker.queue(batch, env)
    return getQueueResult(batch, createExecutionContext())
  }

  it('hands events to the log and acknowledges them', async () => {
    const own = door('consumer')
    expect((await deliver(own.env)).ackAll).toBe(true)
    expect(await own.calls()).toEqual(['POST /v1/log'])
  })

  it('keeps the messages when the log does not take them', async () => {
    const own = door('consumer-broken')
    await own.break('erroring')
    const result = await deliver(own.env)
    expect([result.ackAll, result.retryBatch.retry]).toEqual([false, true])
  })
})
