import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { artifactStore } from '../../../origin/artifacts/artifact-store.ts'
import { memoryDatabase } from '../memory-database.ts'
import { tempFolder } from '../temp-folder.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

it('names bytes after their content, and gives them back', async () => {
  const folder = tempFolder()
  const store = artifactStore(memoryDatabase(), folder)
  const artifact = await store.put('suggest', bytes('hello'), 1)
  expect(artifact).toEqual({
    name: 'suggest-2cf24dba5fb0a30e.bin',
    bytes: 5,
    sha256: '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
  })
  expect(await store.put('suggest', bytes('hello'), 2)).toEqual(artifact)
  expect(await store.read(artifact.name)).toEqual(bytes('hello'))
  expect(readdirSync(join(folder, 'artifacts'))).toEqual([artifact.name])
})

it('serves nothing until told, then what it was told, and goes back', async () => {
  const store = artifactStore(memoryDatabase(), tempFolder())
  const [one, two] = [await store.put('suggest', bytes('one'), 1), await store.put('suggest', bytes('two'), 2)]
  expect(await store.pointers()).toEqual({
    suggest: null,
    neighbours: null,
    baskets: null,
    knowledge: null,
    model: null,
  })
  expect(await store.point('suggest', one.name, 'job')).toEqual({ outcome: 'pointed' })
  expect(await store.pointers()).toEqual({
    suggest: one,
    neighbours: null,
    baskets: null,
    knowledge: null,
    model: null,
  })
  await store.point('suggest', two.name, 'job')
  await store.point('suggest', one.name, 'job')
  expect(await store.versions('suggest')).toEqual({
    versions: [
      { ...two, builtAt: 2, served: false },
      { ...one, builtAt: 1, served: true },
    ],
    held: false,
  })
})

it('keeps what an operator chose until it is released', async () => {
  const store = artifactStore(memoryDatabase(), tempFolder())
  const [one, two] = [await store.put('suggest', bytes('one'), 1), await store.put('suggest', bytes('two'), 2)]
  await store.point('suggest', one.name, 'operator')
  expect(await store.point('suggest', two.name, 'job')).toEqual({ outcome: 'held' })
  expect(await store.pointers()).toEqual({
    suggest: one,
    neighbours: null,
    baskets: null,
    knowledge: null,
    model: null,
  })
  await store.release('suggest')
  expect(await store.point('suggest', two.name, 'job')).toEqual({ outcome: 'pointed' })
})

it('does not point at what it does not have', async () => {
  const store = artifactStore(memoryDatabase(), tempFolder())
  expect(await store.point('suggest', 'suggest-0000000000000000.bin', 'operator')).toEqual({ outcome: 'unknown' })
  expect(await store.read('suggest-0000000000000000.bin')).toBe(null)
  expect(await store.pointers()).toEqual({
    suggest: null,
    neighbours: null,
    baskets: null,
    knowledge: null,
    model: null,
  })
})

it('deletes old versions, but never the one that is served', async () => {
  const folder = tempFolder()
  const store = artifactStore(memoryDatabase(), folder)
  const names: string[] = []
  for (let version = 0; version < 5; version++)
    names.push((await store.put('suggest', bytes(`v${version}`), version)).name)
  await store.point('suggest', names[0] ?? '', 'operator')
  await store.prune('suggest', 2)
  expect(new Set(readdirSync(join(folder, 'artifacts')))).toEqual(new Set([names[0], names[3], names[4]]))
  expect((await store.versions('suggest')).versions.map(({ name }) => name)).toEqual([names[4], names[3], names[0]])
})

it('does not give out what is not what was put', async () => {
  const folder = tempFolder()
  const store = artifactStore(memoryDatabase(), folder)
  const { name } = await store.put('suggest', bytes('hello'), 1)
  writeFileSync(join(folder, 'artifacts', name), 'hellO')
  expect(await store.read(name)).toBe(null)
})
