import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { askedNext } from '#core/suggest/asked-next'
import { openSuggestIndex } from '#core/suggest/open'
import { openStored, partsOf } from '#core/suggest/stored-index'
import { buildSuggest } from '../../../origin/jobs/build-suggest.ts'
import type { Ports } from '../../../origin/ports.ts'
import { sqlitePorts } from '../../../origin/sqlite-ports.ts'
import { openStorage } from '../../../origin/storage/open.ts'
import { demoOrigin, NOW } from '../demo-origin.ts'

const { get, post, clock, folder } = demoOrigin()
const SMALL = { whole: 50_000, piece: 20_000 }

let ports: Ports
beforeAll(() => {
  const opened = openStorage(folder)
  if (opened.outcome !== 'opened') throw new Error(opened.sentence)
  ports = sqlitePorts(opened.storage, () => clock.now)
  return () => opened.storage.close()
})

async function served() {
  const name = (await ports.artifacts.pointers()).suggest?.name ?? ''
  const bytes = await ports.artifacts.read(name)
  if (bytes === null) throw new Error('nothing is served')
  return { name, stored: openStored(bytes.buffer) }
}

async function servedParts() {
  const { name, stored } = await served()
  if (stored.outcome !== 'manifest') throw new Error(`expected a manifest, not ${stored.outcome}`)
  return { name, parts: partsOf(stored.manifest), manifest: stored.manifest }
}

describe('an index above the bound', () => {
  it('is a head and pieces, each of which opens and is about as large as asked', async () => {
    expect((await served()).stored.outcome).toBe('index')
    expect(await buildSuggest(ports, SMALL)).toMatchObject({ outcome: 'published' })
    const { parts, manifest } = await servedParts()
    expect(manifest.pieces.length).toBeGreaterThan(5)
    expect(new Set(manifest.pieces.map(({ scope }) => scope)).size).toBeGreaterThan(2)
    for (const { name } of parts) {
      const read = await ports.artifacts.read(name)
      expect(read === null ? 'gone' : openSuggestIndex(read.buffer).outcome).toBe('opened')
    }
    // A piece that holds one word cannot be cut: of these titles, "the".
    const large = manifest.pieces.filter(({ part }) => part.bytes > SMALL.whole)
    expect(large.map(({ scope, from }) => [scope, from])).toEqual([['', 'the']])
  })

  it('keeps the pieces of versions that can be rolled back to, and of no others', async () => {
    const before = await servedParts()
    await post('/v1/removals', { remove: ['Jaws'] })
    await buildSuggest(ports, SMALL)
    const after = await servedParts()
    expect(after.name).not.toBe(before.name)
    expect((await post('/v1/publish', { artifact: before.name })).status).toBe(200)
    expect((await servedParts()).name).toBe(before.name)
    for (const { name } of [...before.parts, ...after.parts]) expect(await ports.artifacts.read(name)).not.toBeNull()
    await ports.artifacts.release('suggest')
    const { hits } = (await get('/v1/trending?limit=9')).body as { hits: { item: { title: string } }[] }
    for (const { item } of hits) {
      await post('/v1/removals', { remove: [item.title] })
      clock.now += 1_000
      await buildSuggest(ports, SMALL)
    }
    expect(await ports.artifacts.read(before.name)).toBeNull()
    const named = new Set<string>()
    for (const { name } of (await ports.artifacts.versions('suggest')).versions) {
      const stored = openStored((await ports.artifacts.read(name))?.buffer ?? new ArrayBuffer(0))
      if (stored.outcome === 'manifest') for (const part of partsOf(stored.manifest)) named.add(part.name)
    }
    const gone = before.parts.filter(({ name }) => !named.has(name))
    expect(gone.length).toBeGreaterThan(0)
    for (const { name } of gone) expect(await ports.artifacts.read(name)).toBeNull()
    await post('/v1/removals', { restore: hits.map(({ item }) => item.title) })
  }, 30_000)

  it('is not rolled back to when a piece is damaged, gone, or not an index at all', async () => {
    const { name, parts } = await servedParts()
    const [, piece] = parts
    const file = join(folder, 'artifacts', piece?.name ?? '')
    const publish = async (artifact: string) => {
      const { status, body } = await post('/v1/publish', { artifact })
      return [status, (body as { detail?: string }).detail]
    }
    expect(await publish(piece?.name ?? '')).toEqual([404, expect.stringContaining('no artifact')])
    writeFileSync(file, 'not an index')
    expect(await publish(name)).toEqual([400, expect.stringContaining(piece?.name ?? '')])
    rmSync(file)
    expect(await publish(name)).toEqual([400, expect.stringContaining('not here any more')])
    expect((await get('/v1/artifacts')).body).toMatchObject({ suggest: { name } })
  })
})

describe('what visitors ask next', () => {
  it('is in the index once three visitors asked it, and goes with them', async () => {
    const path = (visitor: string, ...queries: string[]) =>
      queries.map((query, at) => ({
        id: `${visitor}-${at}`,
        type: 'searched',
        at: NOW + at * 60_000,
        visitor,
        query,
      }))
    const visitors = ['next-1', 'next-2', 'next-3']
    const events = visitors.flatMap((visitor) => path(visitor, 'The Godfather', 'mafia family crime', 'Fargo'))
    await post('/v1/log', { events: [...events, ...path('next-4', 'The Godfather', 'Die Hard')], erased: [] })
    const next = async (query: string) => {
      await buildSuggest(ports)
      const { stored } = await served()
      if (stored.outcome !== 'index') throw new Error(stored.outcome)
      return askedNext(stored.index, query).map(({ suggestion, share }) => [suggestion.text, Number(share.toFixed(2))])
    }
    // Nothing finds "mafia family crime", so it is no completion, and what followed it followed nothing.
    expect(await next('godfather')).toEqual([])
    const direct = ['a', 'b', 'c'].flatMap((visitor) => path(visitor, 'the GODFATHER', 'Fargo'))
    await post('/v1/log', { events: direct, erased: [] })
    expect(await next('The Godfather')).toEqual([['Fargo', 0.75]])
    await post('/v1/log', { events: [], erased: [{ visitor: 'a', at: NOW + 1_000_000 }] })
    expect(await next('The Godfather')).toEqual([])
  })
})
