/** Neighbours of a session, from the index of this isolate: the directory is in memory, the session's shards are fetched. */
import { idOf, numberOf, shardOf, type Directory } from '#core/rank/knn/directory'
import { knnScratch, recommendNext, type KnnScratch } from '#core/rank/knn/recommend'
import type { Held, WaitUntil } from '../artifacts/held-value.ts'
import type { Neighbours } from './open-neighbours.ts'
import { shardsOf } from './shards-of.ts'
import type { ShardStore } from './shard-store.ts'

/** `off`: nothing that the session holds already. `on`: items touched before the current one may come back. The current one never does. */
export type Repeat = 'on' | 'off'

export type FoundNeighbours =
  | {
      outcome: 'found'
      /** Best first. */
      neighbours: { id: string; score: number }[]
      /** Ids in the blocks that hold the neighbours: what to look up, the same for everybody (docs/decisions/044). */
      blocks: string[][]
    }
  /** `unknown`: the log says nothing about these items. `unreachable`: it does, but no shard could be had in time. */
  | { outcome: 'none'; reason: 'no-index' | 'unknown' | 'unreachable' }

export type NeighbourSource = {
  /** @param session item ids, newest first */
  next(session: readonly string[], options: { repeat: Repeat; waitUntil: WaitUntil }): Promise<FoundNeighbours>
}

/** What a visitor's affinities can choose from. */
const CANDIDATES = 60
const BLOCK = 50

/** 3 MB, made by the first request that needs it; a query is synchronous, so one serves the isolate. */
let scratch: KnnScratch | undefined

export function createNeighbourSource(current: Held<Neighbours>, shards: ShardStore): NeighbourSource {
  return {
    async next(ids, { repeat, waitUntil }) {
      const index = await current(waitUntil)
      if (index === undefined) return { outcome: 'none', reason: 'no-index' }
      const { directory, parameters } = index
      const session = ids.map((id) => numberOf(directory, id)).filter((item) => item >= 0)
      if (session.length === 0) return { outcome: 'none', reason: 'unknown' }
      const held = await shardsOf(index, session, (ref) => shards.get(ref, waitUntil))
      if (held.size === 0) return { outcome: 'none', reason: 'unreachable' }
      scratch ??= knnScratch()
      const query = {
        directory,
        repeat: 'off' as const,
        // Without the weight that brings a session's own items back, unless they may.
        parameters: repeat === 'on' ? parameters : { ...parameters, repeat: 0 },
        limit: CANDIDATES + session.length,
      }
      const shardFor = (item: number) => held.get(shardOf(directory, item))
      const { items, scores } = recommendNext({ ...query, session: session.toReversed(), shardFor }, scratch)
      const chosen = [...items]
        .map((item, at) => ({ item, score: scores[at] ?? 0 }))
        .filter(({ item, score }) => score > 0 && (repeat === 'on' || !session.includes(item)))
        .slice(0, CANDIDATES)
      if (chosen.length === 0) return { outcome: 'none', reason: 'unknown' }
      return {
        outcome: 'found',
        neighbours: chosen.map(({ item, score }) => ({ id: idOf(directory, item), score })),
        blocks: blocksOf(directory, chosen),
      }
    },
  }
}

/** Items have numbers in the order of their first appearance: what is seen together is mostly in one block. */
function blocksOf(directory: Directory, chosen: readonly { item: number }[]): string[][] {
  const numbers = new Set(chosen.map(({ item }) => Math.floor(item / BLOCK)))
  return [...numbers].map((block) => {
    const first = block * BLOCK
    const length = Math.min(BLOCK, directory.items - first)
    return Array.from({ length }, (_, at) => idOf(directory, first + at))
  })
}
