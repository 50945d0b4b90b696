import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { parseReply } from '#core/contract/parse'
import { artifactPointers } from '#core/contract/retrieval'
import { lookup } from '#core/suggest/lookup'
import { openSuggestIndex, type SuggestIndex } from '#core/suggest/open'
import { demoOrigin } from '../demo-origin.ts'

const { get, origin } = demoOrigin()

async function servedIndex(): Promise<SuggestIndex> {
  const pointer = parseReply(artifactPointers, (await get('/v1/artifacts')).body).suggest
  const response = await origin().fetch(new Request(`http://origin.test/v1/artifacts/${pointer?.name}`))
  expect(response.status).toBe(200)
  expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(response.headers.get('etag')).toBe(`"${pointer?.name}"`)
  const bytes = await response.arrayBuffer()
  const sha256 = createHash('sha256').update(new Uint8Array(bytes)).digest('hex')
  expect(pointer).toEqual({ name: `suggest-${sha256.slice(0, 16)}.bin`, bytes: bytes.byteLength, sha256 })
  const opened = openSuggestIndex(bytes)
  if (opened.outcome === 'refused') throw new Error(opened.reason)
  return opened.index
}

it('serves a suggestion index of titles and categories from the first start', async () => {
  const index = await servedIndex()
  const completed = (query: string): string[] =>
    lookup(index, query, { limit: 3 }).map(({ kind, ref }) => `${kind} ${ref}`)
  expect(completed('steven sp')[0]).toBe('category director:Steven Spielberg')
  expect(completed('drama')[0]).toBe('category genre:Drama')
  expect(completed('matrix')).toContain('item the-matrix-1999')
  expect(lookup(index, 'the', { limit: 20, scope: 'director:Steven Spielberg' }).map(({ text }) => text)).toContain(
    'The Lost World: Jurassic Park',
  )
})

it.each(['suggest-0000000000000000.bin', 'nearfield.sqlite', '..%2Fnearfield.sqlite', '%00', '__proto__'])(
  'has no artifact %s',
  async (name) => {
    expect(await get(`/v1/artifacts/${name}`)).toMatchObject({ status: 404 })
  },
)
