import { expect, it } from 'vitest'
import { neighbourManifest } from '#core/contract/neighbour-manifest'
import { parseReply } from '#core/contract/parse'
import { artifactPointers } from '#core/contract/retrieval'
import { rebuildInThread } from '../../../origin/jobs/rebuild-thread.ts'
import { demoOrigin, NOW } from '../demo-origin.ts'

const { get, post, folder } = demoOrigin()

it('what visitors did becomes a neighbour index that the edge can fetch', async () => {
  expect((await get('/v1/artifacts')).body).toMatchObject({ neighbours: null, baskets: null })
  const events = Array.from({ length: 50 }, (_, number) =>
    ['jaws-1975', 'alien-1979'].map((item, step) => ({
      id: `event-${number}-${step}`,
      type: 'viewed',
      at: NOW - 10_000 + step,
      visitor: `visitor-${number}`,
      item,
    })),
  )
  await post('/v1/log', { events: events.flat(), erased: [] })
  await rebuildInThread('neighbours', folder, NOW)
  const pointers = parseReply(artifactPointers, (await get('/v1/artifacts')).body)
  expect(pointers.baskets).toBe(null)
  const { body } = await get(`/v1/artifacts/${pointers.neighbours?.name}`)
  const { directory, shards } = parseReply(neighbourManifest, JSON.parse(String(body)))
  for (const { name } of [directory, ...shards]) {
    const { status, headers } = await get(`/v1/artifacts/${name}`)
    expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
  }
})
