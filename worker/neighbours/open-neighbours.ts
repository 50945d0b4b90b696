import type { ArtifactRef } from '#core/contract/artifact-ref'
import { neighbourManifest } from '#core/contract/neighbour-manifest'
import { parse } from '#core/contract/parse'
import { openDirectory, type Directory } from '#core/rank/knn/directory'
import { DEFAULT_PARAMETERS, type KnnParameters } from '#core/rank/knn/parameters'
import type { ArtifactStore } from '../artifacts/artifact-store.ts'
import type { OpenedArtifact } from '../artifacts/pointed-artifact.ts'
import { readArtifact } from '../artifacts/read-artifact.ts'

/** The directory, in memory, where its shards are, and what their sessions were found to weigh. */
export type Neighbours = { directory: Directory; shards: readonly ArtifactRef[]; parameters: KnnParameters }

/** Fetches a manifest and the directory that it names. */
export async function openNeighbours(artifacts: ArtifactStore, ref: ArtifactRef): Promise<OpenedArtifact<Neighbours>> {
  const fetched = await readArtifact(artifacts, ref)
  if (fetched.outcome !== 'opened') return fetched
  const manifest = parse(neighbourManifest, JSON.parse(new TextDecoder().decode(fetched.value)))
  if (manifest.outcome === 'rejected') return { outcome: 'refused', reason: manifest.detail }
  const bytes = await readArtifact(artifacts, manifest.value.directory)
  if (bytes.outcome !== 'opened') return bytes
  const { shards, tuned } = manifest.value
  const parameters = tuned?.parameters ?? DEFAULT_PARAMETERS
  try {
    const directory = openDirectory(bytes.value)
    if (directory.shardStart.length - 1 === shards.length) {
      return { outcome: 'opened', value: { directory, shards, parameters } }
    }
    return { outcome: 'refused', reason: `${shards.length} shards for ${directory.shardStart.length - 1} ranges` }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { outcome: 'refused', reason: error.message }
  }
}
