import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { artifactVersions } from '#core/contract/operations'
import { parseReply } from '#core/contract/parse'
import { modelManifest } from '#core/contract/model'
import { demoOrigin } from '../demo-origin.ts'
import { trainedUpload } from './trained.ts'

const { get, post, folder, clock } = demoOrigin()
const upload = trainedUpload()
const servedOf = (body: unknown) => parseReply(artifactVersions, body).versions.find(({ served }) => served)?.name ?? ''

it('serves a model whole, rolls back, takes it away, and never serves what is damaged', async () => {
  const first = servedOf((await post('/v1/models', upload)).body)
  expect(first).toMatch(/^model-[0-9a-f]{16}\.bin$/)
  const manifest = parseReply(modelManifest, JSON.parse((await get(`/v1/artifacts/${first}`)).body as string))
  expect(manifest.heads.map(({ objective, weight }) => [objective, weight])).toEqual([
    ['buy', 20],
    ['wanted', 1],
  ])
  clock.now += 1_000
  const second = servedOf((await post('/v1/models', { ...upload, heads: upload.heads.slice(0, 1) })).body)
  expect(second).not.toBe(first)
  expect(servedOf((await post('/v1/publish', { artifact: first })).body)).toBe(first)
  expect((await get('/v1/artifacts')).body).toMatchObject({ model: { name: first } })
  expect(servedOf((await post('/v1/publish', { artifact: 'latest', kind: 'model' })).body)).toBe(second)
  expect(servedOf((await post('/v1/publish', { artifact: 'none', kind: 'model' })).body)).toBe('')
  expect((await post('/v1/publish', { artifact: 'none', kind: 'suggest' })).status).toBe(400)
  // An index job cleans up parts: a model's are not its own.
  await post('/v1/publish', { artifact: 'latest', kind: 'neighbours' })
  expect(servedOf((await post('/v1/publish', { artifact: first })).body)).toBe(first)
  for (const name of readdirSync(join(folder, 'artifacts'))) {
    if (name.startsWith('part-')) writeFileSync(join(folder, 'artifacts', name), 'damaged')
  }
  expect(await post('/v1/publish', { artifact: second })).toMatchObject({ status: 400 })
  expect((await get('/v1/artifacts')).body).toMatchObject({ model: { name: first } })
})

it.each([
  ['trees that are none', { ...upload, heads: [{ ...upload.heads[0], trees: 'tree\nnonsense' }] }, 'not published'],
  [
    'JSON that is no dump',
    { ...upload, heads: [{ ...upload.heads[0], trees: '{"a":' }] },
    'not published: Not a model',
  ],
  ['a column that the table does not have', withText('feature_names=place', 'feature_names=spot'), 'no column "spot"'],
  ['trees cut short', withText('end of trees', ''), 'cut short'],
  ['knowledge of another kind', { ...upload, knowledge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAA' }, 'not published'],
  ['knowledge that is no base64', { ...upload, knowledge: '<>' }, 'expected base64'],
  ['no heads', { ...upload, heads: [] }, 'heads'],
  ['a weight that is none', { ...upload, heads: [{ ...upload.heads[0], weight: 'much' }] }, 'weight'],
])('refuses %s', async (_, body, detail) => {
  const before = (await get('/v1/artifacts')).body
  const answer = await post('/v1/models', body)
  expect(answer).toMatchObject({ status: 400, body: { detail: expect.stringContaining(detail) } })
  expect((await get('/v1/artifacts')).body).toEqual(before)
})

function withText(text: string, other: string) {
  return { ...upload, heads: upload.heads.map((head) => ({ ...head, trees: head.trees.replace(text, other) })) }
}
