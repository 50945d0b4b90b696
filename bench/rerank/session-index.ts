import { touchedIds } from '#core/rank/features/memory'
import { votersOf, type SessionNeighbours } from '#core/rank/features/session-neighbours'
import { buildKnnIndex } from '#core/rank/knn/build'
import { openDirectory, shardOf } from '#core/rank/knn/directory'
import { openShards } from '#core/rank/knn/evaluate-prefixes'
import { seededRandom } from '#core/rank/train/seeded-random'
import type { SessionState } from '#core/session/state'

const SESSIONS = 120_000
const STEPS = 6

/**
 * The index of a busy site, made ready for the visitor: sessions enough for every item to have as many as are read of it
 * (the costliest case), half of their steps among items that lie close to each other.
 */
export function sessionIndex(ids: readonly string[], state: SessionState, now: number): SessionNeighbours {
  const random = seededRandom(21)
  const pick = (most: number) => Math.floor(random() * most)
  const sessions = Array.from({ length: SESSIONS }, () => {
    const first = pick(ids.length)
    return Array.from({ length: STEPS }, (_, step) => {
      const near = step % 2 === 0 ? first + pick(50) : pick(ids.length)
      return ids[near % ids.length] ?? ''
    })
  })
  const index = buildKnnIndex(sessions)
  const directory = openDirectory(index.directory)
  const shards = openShards(index)
  const voters = votersOf(directory, touchedIds(state, { now, whole: false }))
  return { directory, voters, shardFor: (item) => shards[shardOf(directory, item)] }
}
