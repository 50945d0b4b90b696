import { openShard, type Shard } from '#core/rank/knn/shard'
import { createPartStore, type PartStore } from '../artifacts/part-store.ts'

/** A missing shard's items find no neighbours. */
export type ShardStore = PartStore<Shard>

/** About sixty shards of the size that the builder aims at. */
const MAX_BYTES = 16 * 1_024 * 1_024

export function createShardStore(
  deps: Pick<Parameters<typeof createPartStore>[0], 'artifacts' | 'now' | 'onMissing'>,
): ShardStore {
  return createPartStore({ ...deps, open: opened, maxBytes: MAX_BYTES })
}

function opened(bytes: ArrayBuffer): { outcome: 'opened'; value: Shard } | { outcome: 'refused'; reason: string } {
  try {
    return { outcome: 'opened', value: openShard(bytes) }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { outcome: 'refused', reason: error.message }
  }
}
