import type { KnnIndex } from './build.ts'
import { numberOf, shardOf, type Directory } from './directory.ts'
import type { KnnParameters } from './parameters.ts'
import { knnScratch, recommendNext } from './recommend.ts'
import { openShard, type Shard } from './shard.ts'

export type Prefix = { seen: readonly string[]; next: string }
export type OpenKnn = { directory: Directory; shards: Shard[] }

export const openShards = (index: KnnIndex): Shard[] => index.shards.map(openShard)

/** Next-item quality at 20: the share of prefixes whose next item is listed, and the mean of one over its rank. */
export function evaluatePrefixes(
  index: OpenKnn,
  prefixes: readonly Prefix[],
  how: { parameters: KnnParameters; repeat: 'on' | 'off'; onQuery?: (run: () => void) => void },
): { hitRate: number; reciprocalRank: number } {
  const scratch = knnScratch()
  const shardFor = (item: number) => index.shards[shardOf(index.directory, item)]
  let hits = 0
  let ranks = 0
  for (const { seen, next } of prefixes) {
    let items: Uint32Array = new Uint32Array()
    const query = () => {
      const session = seen.map((id) => numberOf(index.directory, id)).filter((item) => item >= 0)
      const { directory } = index
      const { parameters, repeat } = how
      items = recommendNext({ directory, shardFor, session, parameters, limit: 20, repeat }, scratch).items
    }
    if (how.onQuery === undefined) query()
    else how.onQuery(query)
    const rank = items.indexOf(numberOf(index.directory, next))
    if (rank < 0) continue
    hits += 1
    ranks += 1 / (rank + 1)
  }
  return { hitRate: hits / prefixes.length, reciprocalRank: ranks / prefixes.length }
}
