import type { ArtifactRef } from '#core/contract/artifact-ref'
import type { ArtifactStore } from './artifact-store.ts'
import type { OpenedArtifact } from './pointed-artifact.ts'

/** The bytes of an artifact, in the outcomes of opening one. */
export async function readArtifact(artifacts: ArtifactStore, ref: ArtifactRef): Promise<OpenedArtifact<ArrayBuffer>> {
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
