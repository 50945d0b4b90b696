import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { repairArtifacts } from '../../../origin/jobs/repair-artifacts.ts'
import { buildSuggest } from '../../../origin/jobs/build-suggest.ts'
import { openOrigin } from '../../../origin/open-origin.ts'
import type { Ports } from '../../../origin/ports.ts'
import { sqlitePorts } from '../../../origin/sqlite-ports.ts'
import { openStorage } from '../../../origin/storage/open.ts'
import { demoOrigin, NOW } from '../demo-origin.ts'

const { folder, post, get } = demoOrigin()
const artifacts = join(folder, 'artifacts')

async function withPorts<T>(work: (ports: Ports) => Promise<T>): Promise<T> {
  const opened = openStorage(folder)
  if (opened.outcome !== 'opened') throw new Error(opened.sentence)
  const result = await work(sqlitePorts(opened.storage, () => NOW))
  opened.storage.close()
  return result
}

const served = async () => withPorts(async (ports) => ports.artifacts.pointers())
const repair = async () => withPorts(repairArtifacts)
const suggestions = async (): Promise<string> => (await served()).suggest?.name ?? ''

it.each([
  ['overwritten', (file: string) => writeFileSync(file, 'not an index')],
  ['deleted', (file: string) => rmSync(file)],
])('an origin that opens builds a suggestion index anew that was %s, and says so', async (_, damage) => {
  const name = await suggestions()
  damage(join(artifacts, name))
  expect((await get(`/v1/artifacts/${name}`)).status).toBe(404)
  const opened = await openOrigin({
    dataFolder: folder,
    access: { kind: 'open' },
    now: () => NOW,
    onSeedProgress: null,
    rebuildEveryMs: null,
  })
  if (opened.outcome !== 'opened') throw new Error(opened.sentence)
  expect(opened.origin.repaired).toEqual([`artifacts/${name} was damaged or missing: it was built anew.`])
  opened.origin.close()
  expect((await get(`/v1/artifacts/${await suggestions()}`)).status).toBe(200)
  expect(await repair()).toEqual([])
})

it('builds what lost only a piece, also when an operator chose it', async () => {
  await withPorts(async (ports) => buildSuggest(ports, { whole: 1_000, piece: 20_000 }))
  const name = await suggestions()
  await post('/v1/publish', { artifact: name })
  const piece = readdirSync(artifacts).find((file) => file.startsWith('piece-')) ?? ''
  writeFileSync(join(artifacts, piece), 'not an index')
  expect(await repair()).toEqual([`artifacts/${name} was damaged or missing: it was built anew.`])
  expect(await repair()).toEqual([])
  expect((await get(`/v1/artifacts/${await suggestions()}`)).status).toBe(200)
})

it('builds neighbours whose manifest is damaged, and says of a model that it cannot', async () => {
  const events = Array.from({ length: 50 }, (_, visitor) =>
    ['jaws-1975', 'alien-1979'].map((item, step) => ({
      id: `click-${visitor}-${step}`,
      type: 'clicked',
      at: NOW + step,
      visitor: `visitor ${visitor}`,
      item,
    })),
  )
  await post('/v1/log', { events: events.flat(), erased: [] })
  await post('/v1/publish', { artifact: 'latest', kind: 'neighbours' })
  const neighbours = (await served()).neighbours?.name ?? ''
  writeFileSync(join(artifacts, neighbours), '{')
  const model = await withPorts(async ({ artifacts: store }) => {
    const { name } = await store.put('model', new TextEncoder().encode('{}'), NOW)
    await store.point('model', name, 'operator')
    return name
  })
  expect(await repair()).toEqual([
    `artifacts/${neighbours} was damaged or missing: it was built anew.`,
    `artifacts/${model} was damaged or missing: no model is served until one is published again (npm run publish-model).`,
  ])
  expect((await get(`/v1/artifacts/${(await served()).neighbours?.name ?? ''}`)).status).toBe(200)
  expect((await served()).model).toBe(null)
})
