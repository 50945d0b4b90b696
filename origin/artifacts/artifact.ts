import type { SQLOutputValue } from 'node:sqlite'
import type { ArtifactRef } from '#core/contract/artifact-ref'
import type { ArtifactPointers } from '#core/contract/retrieval'

/** What can be pointed at. */
export type ArtifactKind = keyof ArtifactPointers
/** `part`: bytes that only a manifest names. */
export type FileKind = ArtifactKind | 'part'

export const artifactOf = (row: Record<string, SQLOutputValue>): ArtifactRef => ({
  name: String(row.name),
  bytes: Number(row.bytes),
  sha256: String(row.sha256),
})
