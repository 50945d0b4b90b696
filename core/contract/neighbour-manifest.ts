/**
 * What a neighbour pointer points at: one JSON text that names the directory and every shard by content. Moving the
 * pointer moves all of them at once, and whoever holds an older manifest still finds its own shards.
 */
import * as v from 'valibot'
import { artifactRef } from '#core/contract/artifact-ref'

/** `shards` in the order of the directory's ranges. */
export const neighbourManifest = v.object({ directory: artifactRef, shards: v.array(artifactRef) })
export type NeighbourManifest = v.InferOutput<typeof neighbourManifest>
