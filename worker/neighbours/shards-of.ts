import { shardOf } from '#core/rank/knn/directory'
import type { Shard } from '#core/rank/knn/shard'
import { together } from '../together.ts'
import type { Neighbours } from './open-neighbours.ts'

type ShardRef = Neighbours['shards'][number]

/** The shards that own these items, by number, without those that could not be had; known at once when all are in memory. */
export function shardsOf(
  { directory, shards }: Neighbours,
  items: readonly number[],
  get: (ref: ShardRef) => Shard | Promise<Shard | undefined>,
): Map<number, Shard> | Promise<Map<number, Shard>> {
  const needed = [...new Set(items.map((item) => shardOf(directory, item)))]
  const held = (found: readonly (Shard | undefined)[]) =>
    new Map(needed.flatMap((number, at) => (found[at] === undefined ? [] : [[number, found[at]]])))
  const fetched = together(
    needed.map((number) => {
      const ref = shards[number]
      return ref && get(ref)
    }),
  )
  return fetched instanceof Promise ? fetched.then(held) : held(fetched)
}
