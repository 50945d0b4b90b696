/** Shards of this isolate: fetched when a session needs them, kept within a memory bound. */
import { Eviction } from '#core/cache/eviction'
import type { ArtifactRef } from '#core/contract/artifact-ref'
import { openShard, type Shard } from '#core/rank/knn/shard'
import type { ArtifactStore } from '../artifacts/artifact-store.ts'
import type { WaitUntil } from '../artifacts/followed-artifact.ts'
import { createSingleFlight } from '../cache/single-flight.ts'

/** Undefined: not here in time, or not whole. Its items then find no neighbours; the fetch goes on for the next visitor. */
export type ShardStore = { get(ref: ArtifactRef, waitUntil: WaitUntil): Promise<Shard | undefined> }

/** About sixty shards of the size that the builder aims at. */
const MAX_BYTES = 16 * 1_024 * 1_024
const DEADLINE_MS = 300
/** Longer than the artifact store's own deadline. */
const MAX_FLIGHT_MS = 15_000

export function createShardStore(deps: {
  artifacts: ArtifactStore
  now: () => number
  onMissing: (cause: string) => void
}): ShardStore {
  const held = new Eviction<Shard>(MAX_BYTES)
  const flights = createSingleFlight<Shard | undefined>({ now: deps.now, maxAgeMs: MAX_FLIGHT_MS })

  async function load(ref: ArtifactRef): Promise<Shard | undefined> {
    const fetched = await deps.artifacts.get(ref)
    if (fetched.outcome !== 'fetched') {
      deps.onMissing(fetched.outcome === 'corrupt' ? fetched.reason : fetched.cause)
      return undefined
    }
    try {
      const shard = openShard(fetched.bytes)
      held.set(ref.name, shard, ref.bytes)
      return shard
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      deps.onMissing(`${ref.name}: ${error.message}`)
      return undefined
    }
  }

  return {
    async get(ref, waitUntil) {
      const shard = held.get(ref.name)
      if (shard !== undefined) return shard
      const flight = await flights.join(ref.name, () => load(ref), { waitUntil, deadlineMs: DEADLINE_MS })
      if (flight.outcome === 'landed') return flight.value
      deps.onMissing(`${ref.name}: not here in ${DEADLINE_MS} ms`)
      return undefined
    },
  }
}
