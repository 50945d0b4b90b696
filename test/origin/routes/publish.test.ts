import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { artifactVersions, type ArtifactVersions } from '#core/contract/operations'
import { parseReply } from '#core/contract/parse'
import { demoOrigin } from '../demo-origin.ts'

const { get, post, folder, clock } = demoOrigin()

const versions = async (): Promise<ArtifactVersions> =>
  parseReply(artifactVersions, (await get('/v1/artifacts/versions')).body)
const served = async (): Promise<string | undefined> =>
  (await versions()).versions.find((version) => version.served)?.name

async function build(removed: string): Promise<string> {
  clock.now += 1_000
  await post('/v1/removals', { remove: [removed] })
  await post('/v1/publish', { artifact: 'latest' })
  return (await served()) ?? ''
}

it('rolls back, holds what was chosen, and follows again', async () => {
  const first = (await served()) ?? ''
  const second = await build('jaws')
  expect(second).not.toBe(first)
  expect(await post('/v1/publish', { artifact: first })).toMatchObject({ status: 200, body: { held: true } })
  expect(await served()).toBe(first)
  expect((await get('/v1/artifacts')).body).toMatchObject({ suggest: { name: first } })
  const third = await build('alien')
  expect(third).not.toBe(first)
  expect(await versions()).toMatchObject({ held: false })
})

it('does not serve a file that is damaged', async () => {
  const before = await served()
  const other = await build('psycho')
  await post('/v1/publish', { artifact: before })
  const file = join(folder, 'artifacts', other)
  const bytes = readFileSync(file)
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
  writeFileSync(file, bytes)
  expect(await post('/v1/publish', { artifact: other })).toMatchObject({
    status: 404,
    body: { detail: expect.stringContaining(`no artifact "${other}", or its file is damaged`) },
  })
  expect(await served()).toBe(before)
})

it.each([
  [{ artifact: 'suggest-0000000000000000.bin' }, 404],
  [{ artifact: '../nearfield.sqlite' }, 404],
  [{ artifact: '' }, 400],
  [{}, 400],
  [{ artifact: 'latest', force: true }, 400],
  ['latest', 400],
])('refuses %j', async (body, status) => {
  expect((await post('/v1/publish', body)).status).toBe(status)
})
