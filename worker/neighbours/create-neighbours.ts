import type { ArtifactRef } from '#core/contract/artifact-ref'
import type { Timer } from '#core/deadline'
import type { ArtifactStore } from '../artifacts/artifact-store.ts'
import { followArtifact, type WaitUntil } from '../artifacts/followed-artifact.ts'
import type { Metrics } from '../metrics.ts'
import { createNeighbourSource, type NeighbourSource } from './neighbour-source.ts'
import { openNeighbours } from './open-neighbours.ts'
import { createShardStore } from './shard-store.ts'

/** `neighbours`: sessions of every item event. `baskets`: of what was carted or bought. */
type Kind = 'neighbours' | 'baskets'
export type NeighbourSources = Record<Kind, NeighbourSource>

/** Both indexes of this isolate; their shards share one memory bound. */
export function createNeighbours(deps: {
  pointer: (kind: Kind, waitUntil: WaitUntil) => Promise<ArtifactRef | null | undefined>
  artifacts: ArtifactStore
  now: () => number
  timer: Timer
  metrics: Metrics
}): NeighbourSources {
  const { artifacts, now, timer, metrics } = deps
  const shards = createShardStore({
    artifacts,
    now,
    onMissing: (cause) => {
      metrics.count('neighbour_shards_missing')
      console.warn(JSON.stringify({ event: 'neighbour-shard-missing', cause }))
    },
  })
  const sourceOf = (kind: Kind): NeighbourSource => {
    const current = followArtifact({
      pointer: (waitUntil) => deps.pointer(kind, waitUntil),
      open: (ref) => openNeighbours(artifacts, ref),
      now,
      timer,
      onEvent: (event) => {
        metrics.count('neighbour_index', { kind, event: event.type })
        if (event.type !== 'index-loaded') console.warn(JSON.stringify({ kind, ...event }))
      },
    })
    return createNeighbourSource(current, shards)
  }
  return { neighbours: sourceOf('neighbours'), baskets: sourceOf('baskets') }
}
