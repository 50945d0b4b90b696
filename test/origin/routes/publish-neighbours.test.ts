import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { artifactVersions } from '#core/contract/operations'
import { parseReply } from '#core/contract/parse'
import { demoOrigin } from '../demo-origin.ts'

const { get, post, folder, clock } = demoOrigin()

/** Fifty visitors more touch both, and the index is built from what they did. */
async function build(items: string[]): Promise<string> {
  clock.now += 1_000_000
  const events = Array.from({ length: 50 }, (_, visitor) =>
    items.map((item, step) => ({
      id: `click-${clock.now}-${visitor}-${step}`,
      type: 'clicked',
      at: clock.now + step,
      visitor: `visitor ${clock.now} ${visitor}`,
      item,
    })),
  )
  await post('/v1/log', { events: events.flat(), erased: [] })
  const { body } = await post('/v1/publish', { artifact: 'latest', kind: 'neighbours' })
  return parseReply(artifactVersions, body).versions.find(({ served }) => served)?.name ?? ''
}

it('rolls neighbours back, holds what was chosen, and refuses what is damaged', { timeout: 30_000 }, async () => {
  const first = await build(['jaws-1975', 'alien-1979'])
  const second = await build(['jaws-1975', 'star-trek-2009'])
  expect(first).toMatch(/^neighbours-[0-9a-f]{16}\.bin$/)
  expect(second).not.toBe(first)
  expect(await post('/v1/publish', { artifact: first })).toMatchObject({ status: 200, body: { held: true } })
  expect((await get('/v1/artifacts')).body).toMatchObject({ neighbours: { name: first } })
  expect((await get('/v1/artifacts/versions?kind=neighbours')).body).toMatchObject({ held: true })
  expect((await get('/v1/artifacts/versions')).body).toMatchObject({ held: false })
  expect((await post('/v1/publish', { artifact: second, kind: 'suggest' })).status).toBe(400)
  for (const name of readdirSync(join(folder, 'artifacts'))) {
    if (name.startsWith('part-')) writeFileSync(join(folder, 'artifacts', name), 'damaged')
  }
  expect(await post('/v1/publish', { artifact: second })).toMatchObject({
    status: 400,
    body: { detail: expect.stringMatching(`"${second}" is not published: its part part-[0-9a-f]+.bin is damaged`) },
  })
})

it.each(['part', 'sessions', ''])('lists no versions of the kind %j', async (kind) => {
  expect((await get(`/v1/artifacts/versions?kind=${kind}`)).status).toBe(400)
})
