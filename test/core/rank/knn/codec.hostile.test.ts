import { expect, it } from 'vitest'
import { buildKnnIndex } from '#core/rank/knn/build'
import { openDirectory } from '#core/rank/knn/directory'
import { DEFAULT_PARAMETERS } from '#core/rank/knn/parameters'
import { knnScratch, recommendNext } from '#core/rank/knn/recommend'
import { openShard } from '#core/rank/knn/shard'
import { mustEnd } from '../../must-end.ts'

const index = buildKnnIndex([
  ['a', 'b', 'c'],
  ['b', 'd'],
])
const [shard = new ArrayBuffer(0)] = index.shards

it.each([
  ['empty', (bytes: Uint8Array) => bytes.slice(0, 0), 'cut short'],
  ['cut', (bytes: Uint8Array) => bytes.slice(0, -4), 'cut short'],
  ['another kind', (bytes: Uint8Array) => bytes.with(0, 1), 'version 1'],
  ['a newer version', (bytes: Uint8Array) => bytes.with(4, 2), 'version 1'],
])('%s', (_, spoil, message) => {
  expect(() => openShard(spoil(new Uint8Array(shard)).buffer)).toThrow(message)
  expect(() => openDirectory(spoil(new Uint8Array(index.directory)).buffer)).toThrow(message)
})

it('the two kinds are not taken for each other', () => {
  expect(() => openShard(index.directory)).toThrow('Not a neighbour shard')
  expect(() => openDirectory(shard)).toThrow('Not a neighbour directory')
})

it('a shard whose postings name sessions without the item ends the search, and finds what there is', () => {
  const directory = openDirectory(index.directory)
  const wrong = openShard(shard.slice())
  wrong.dictionary.fill(3)
  const query = { directory, shardFor: () => wrong, session: [0, 1], parameters: DEFAULT_PARAMETERS, limit: 5 }
  const { items } = mustEnd(() => recommendNext({ ...query, repeat: 'off' }, knnScratch()))
  expect([...items].every((item) => item < directory.items)).toBe(true)
})
