/**
 * What a neighbour pointer points at: one JSON text that names the directory and every shard by content. Moving the
 * pointer moves all of them at once, and whoever holds an older manifest still finds its own shards.
 */
import * as v from 'valibot'
import { artifactRef } from '#core/contract/artifact-ref'

/** Of the neighbour search; what each says is in core/rank/knn/parameters. */
const parameters = v.object({
  lastItems: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(63)),
  sessionsPerItem: v.number(),
  neighbours: v.number(),
  clickDecay: v.number(),
  ageDecay: v.number(),
  stepDecay: v.number(),
  lengthPower: v.number(),
  sharedIdf: v.number(),
  votedIdf: v.number(),
  sequence: v.number(),
  previousSequence: v.number(),
  repeat: v.number(),
  repeatDecay: v.number(),
})

export const neighbourManifest = v.object({
  directory: artifactRef,
  /** In the order of the directory's ranges. */
  shards: v.array(artifactRef),
  /** What was chosen on the newest sessions, and when (epoch milliseconds); absent while there are too few of them. */
  tuned: v.optional(v.object({ at: v.number(), parameters })),
})
export type NeighbourManifest = v.InferOutput<typeof neighbourManifest>
