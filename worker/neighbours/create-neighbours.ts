import type { ArtifactRef } from '#core/contract/artifact-ref'
import type { Timer } from '#core/deadline'
import type { ArtifactStore } from '../artifacts/artifact-store.ts'
import { holdValue, type Held, type WaitUntil } from '../artifacts/held-value.ts'
import { logIndexEvent } from '../artifacts/log-index-event.ts'
import { pointedArtifact } from '../artifacts/pointed-artifact.ts'
import type { Metrics } from '../metrics.ts'
import { createNeighbourSource, type NeighbourSource } from './neighbour-source.ts'
import { openNeighbours, type Neighbours } from './open-neighbours.ts'
import { createRankedNeighbours, type RankedNeighbours } from './ranked-neighbours.ts'
import { createShardStore } from './shard-store.ts'

/** `neighbours`: sessions of every item event. `baskets`: of what was carted or bought. */
type Kind = 'neighbours' | 'baskets'
/** `ranked`: of every item event, for the ranking of any list. */
export type NeighbourSources = Record<Kind, NeighbourSource> & { ranked: RankedNeighbours }

const LOOK_EVERY_MS = 2_000
const FIRST_WAIT_MS = 1_000

/** Both indexes of this isolate; their shards share one memory bound. */
export function createNeighbours(deps: {
  pointer: (kind: Kind, waitUntil: WaitUntil) => Promise<ArtifactRef | null | undefined>
  artifacts: ArtifactStore
  now: () => number
  timer: Timer
  /** What a ranking waits for, from when its visitor began to wait. */
  rankedDeadlineMs: number
  metrics: Metrics
}): NeighbourSources {
  const { artifacts, now, timer, metrics, rankedDeadlineMs: deadlineMs } = deps
  const shards = createShardStore({
    artifacts,
    now,
    onMissing: (cause) => {
      metrics.count('neighbour_shards_missing')
      console.warn(JSON.stringify({ event: 'neighbour-shard-missing', cause }))
    },
  })
  const heldOf = (kind: Kind): Held<Neighbours> => {
    const index = pointedArtifact({
      pointer: (waitUntil) => deps.pointer(kind, waitUntil),
      open: (ref) => openNeighbours(artifacts, ref),
      onEvent: (event) => {
        metrics.count('neighbour_index', { kind, event: event.type })
        logIndexEvent(kind, event)
      },
    })
    return holdValue({
      value: () => index.loaded()?.value,
      look: index.look,
      lookEveryMs: LOOK_EVERY_MS,
      firstWaitMs: FIRST_WAIT_MS,
      now,
      timer,
    })
  }
  const current = heldOf('neighbours')
  return {
    neighbours: createNeighbourSource(current, shards),
    baskets: createNeighbourSource(heldOf('baskets'), shards),
    ranked: createRankedNeighbours({ current, shards, deadlineMs, now, timer, metrics }),
  }
}
