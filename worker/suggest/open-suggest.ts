/** Opens what the suggestion pointer names: an index, or the head of one in pieces. */
import type { ArtifactRef } from '#core/contract/artifact-ref'
import { openSuggestIndex } from '#core/suggest/open'
import { openStored } from '#core/suggest/stored-index'
import type { ArtifactStore } from '../artifacts/artifact-store.ts'
import type { OpenedArtifact } from '../artifacts/pointed-artifact.ts'
import { readArtifact } from '../artifacts/read-artifact.ts'
import type { Served } from './served.ts'

export type LoadedSuggest = Pick<Served, 'index' | 'pieces'>

export async function openSuggest(artifacts: ArtifactStore, ref: ArtifactRef): Promise<OpenedArtifact<LoadedSuggest>> {
  const read = await readArtifact(artifacts, ref)
  if (read.outcome !== 'opened') return read
  const stored = openStored(read.value)
  switch (stored.outcome) {
    case 'index':
      return { outcome: 'opened', value: { index: stored.index, pieces: [] } }
    case 'manifest': {
      const { head, pieces } = stored.manifest
      const bytes = await readArtifact(artifacts, head)
      if (bytes.outcome !== 'opened') return bytes
      const opened = openSuggestIndex(bytes.value)
      return opened.outcome === 'opened' ? { outcome: 'opened', value: { index: opened.index, pieces } } : opened
    }
    case 'refused':
      return stored
    default:
      return stored satisfies never
  }
}
