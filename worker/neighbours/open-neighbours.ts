import type { ArtifactRef } from '#core/contract/artifact-ref'
import { neighbourManifest } from '#core/contract/neighbour-manifest'
import { parse } from '#core/contract/parse'
import { openDirectory, type Directory } from '#core/rank/knn/directory'
import type { ArtifactStore } from '../artifacts/artifact-store.ts'
import type { OpenedArtifact } from '../artifacts/followed-artifact.ts'

/** The directory, in memory, and where its shards are. */
export type Neighbours = { directory: Directory; shards: readonly ArtifactRef[] }

/** Fetches a manifest and the directory that it names. */
export async function openNeighbours(artifacts: ArtifactStore, ref: ArtifactRef): Promise<OpenedArtifact<Neighbours>> {
  const fetched = await read(artifacts, ref)
  if (fetched.outcome !== 'opened') return fetched
  const manifest = parse(neighbourManifest, JSON.parse(new TextDecoder().decode(fetched.value)))
  if (manifest.outcome === 'rejected') return { outcome: 'refused', reason: manifest.detail }
  const bytes = await read(artifacts, manifest.value.directory)
  if (bytes.outcome !== 'opened') return bytes
  const { shards } = manifest.value
  try {
    const directory = openDirectory(bytes.value)
    if (directory.shardStart.length - 1 === shards.length) return { outcome: 'opened', value: { directory, shards } }
    return { outcome: 'refused', reason: `${shards.length} shards for ${directory.shardStart.length - 1} ranges` }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { outcome: 'refused', reason: error.message }
  }
}

async function read(artifacts: ArtifactStore, ref: ArtifactRef): Promise<OpenedArtifact<ArrayBuffer>> {
  const fetched = await artifacts.get(ref)
  switch (fetched.outcome) {
    case 'fetched':
      return { outcome: 'opened', value: fetched.bytes }
    case 'corrupt':
      return { outcome: 'refused', reason: fetched.reason }
    case 'unavailable':
      return { outcome: 'unreachable', cause: fetched.cause }
    default:
      return fetched satisfies never
  }
}
