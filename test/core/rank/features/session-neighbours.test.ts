import { expect, it } from 'vitest'
import { neighbourVotes, votersOf } from '#core/rank/features/session-neighbours'
import { buildKnnIndex } from '#core/rank/knn/build'
import { openDirectory, shardOf } from '#core/rank/knn/directory'
import { openShard } from '#core/rank/knn/shard'
import { collectGarbage } from '../../collect-garbage.ts'

type Candidates = { item: { id: string } }[]

/** Ranks a list with an index of its own, and gives nothing of that index away. */
function directoryThatRanked(candidates: Candidates): WeakRef<object> {
  const index = buildKnnIndex([
    ['a', 'b'],
    ['b', 'c'],
  ])
  const directory = openDirectory(index.directory)
  const shards = index.shards.map((bytes) => openShard(bytes))
  const shardFor = (item: number) => shards[shardOf(directory, item)]
  neighbourVotes({ directory, voters: votersOf(directory, ['a']), shardFor }, candidates)
  return new WeakRef(directory)
}

it('an index that was replaced is not kept by the lists that were ranked with it', async () => {
  const lists = Array.from({ length: 20 }, (): Candidates => ['a', 'b', 'c'].map((id) => ({ item: { id } })))
  const directories = lists.map(directoryThatRanked)
  await collectGarbage()
  // The machine may still have the last one at hand.
  expect(directories.filter((directory) => directory.deref() !== undefined).length).toBeLessThanOrEqual(2)
  expect(lists).toHaveLength(20)
})
