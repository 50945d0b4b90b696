import type { SQLOutputValue } from 'node:sqlite'
import type { ArtifactRef } from '#core/contract/artifact-ref'
import type { ArtifactPointers } from '#core/contract/retrieval'

/** What can be pointed at. */
export type ArtifactKind = keyof ArtifactPointers
/** Bytes that only a manifest names: parts of a neighbour index, pieces of a suggestion index. */
export type PartKind = 'part' | 'piece'
export type FileKind = ArtifactKind | PartKind

export const artifactOf = (row: Record<string, SQLOutputValue>): ArtifactRef => ({
  name: String(row.name),
  bytes: Number(row.bytes),
  sha256: String(row.sha256),
})
