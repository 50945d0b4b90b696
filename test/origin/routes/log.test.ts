import { describe, expect, it } from 'vitest'
import { demoOrigin, NOW } from '../demo-origin.ts'

const { post, get } = demoOrigin()

const event = (id: string, change: Record<string, unknown> = {}) => ({
  id,
  type: 'viewed',
  at: NOW,
  visitor: 'visitor-a',
  item: 'jaws-1975',
  ...change,
})
const log = async (events: unknown[], erased: unknown[] = []) => post('/v1/log', { events, erased })

describe('append', () => {
  it('counts an event id once, in a batch and over batches', async () => {
    expect((await log([event('once-000'), event('once-000'), event('twice-00')])).body).toEqual({
      accepted: 2,
      duplicates: 1,
    })
    expect((await log([event('once-000', { visitor: 'other' })])).body).toEqual({ accepted: 0, duplicates: 1 })
  })
  it('is not cacheable', async () => {
    expect((await log([])).headers.get('cache-control')).toBe('no-store')
  })
  it('drops rows of an erased visitor, those that are there and those that come late', async () => {
    await log([event('old-0001', { visitor: 'gone', at: 100 }), event('new-0001', { visitor: 'gone', at: 300 })])
    expect((await log([], [{ visitor: 'gone', at: 200 }])).body).toEqual({ accepted: 0, duplicates: 0 })
    // The row from before the erasure is gone and does not come back; the later one stayed.
    expect((await log([event('old-0001', { visitor: 'gone', at: 100 })])).body).toEqual({ accepted: 0, duplicates: 0 })
    expect((await log([event('new-0001', { visitor: 'gone', at: 300 })])).body).toEqual({ accepted: 0, duplicates: 1 })
    expect((await log([event('late-001', { visitor: 'gone', at: 200 })])).body).toEqual({ accepted: 0, duplicates: 0 })
    expect((await log([event('next-001', { visitor: 'gone', at: 201 })])).body).toEqual({ accepted: 1, duplicates: 0 })
  })
  it('erases before it appends, also in one batch', async () => {
    const reply = await log(
      [event('same-001', { visitor: 'leaver', at: 5 }), event('same-002', { visitor: 'leaver', at: 6 })],
      [{ visitor: 'leaver', at: 5 }],
    )
    expect(reply.body).toEqual({ accepted: 1, duplicates: 0 })
  })
  it('never takes an erasure back', async () => {
    await log([], [{ visitor: 'twice', at: 900 }])
    await log([], [{ visitor: 'twice', at: 100 }])
    expect((await log([event('back-001', { visitor: 'twice', at: 500 })])).body).toEqual({ accepted: 0, duplicates: 0 })
  })
})

describe('hostile bodies', () => {
  it.each([
    ['', 400],
    ['{', 400],
    ['null', 400],
    ['[]', 400],
    ['{"events":[]}', 400],
    ['{"events":[{"id":1}],"erased":[]}', 400],
    ['{"events":[{"id":"a","type":"viewed","at":1e999,"visitor":"v"}],"erased":[]}', 400],
    ['{"events":[{"id":"a","type":"viewed","at":1.5,"visitor":"v"}],"erased":[]}', 400],
    ['{"events":[{"id":"a","type":"__proto__","at":1,"visitor":"v"}],"erased":[]}', 400],
    [`{"events":[],"erased":[],"x":"${'x'.repeat(9_000_000)}"}`, 413],
    ['['.repeat(100_000), 400],
  ])('%.40s', async (body, status) => {
    const answer = await get('/v1/log', { method: 'POST', body })
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
  })
  it('stores any text', async () => {
    const texts = ['\0', '\ud800', '🎬', '__proto__', "'; DROP TABLE events; --"]
    const events = texts.map((query, index) => event(`text-00${index}`, { type: 'searched', query, item: undefined }))
    expect((await log(events)).body).toEqual({ accepted: texts.length, duplicates: 0 })
  })
})
