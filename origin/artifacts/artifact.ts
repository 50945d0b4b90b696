import type { SQLOutputValue } from 'node:sqlite'
import type { ArtifactPointers } from '#core/contract/retrieval'

export type ArtifactKind = keyof ArtifactPointers
export type Artifact = { name: string; bytes: number; sha256: string }

export const artifactOf = (row: Record<string, SQLOutputValue>): Artifact => ({
  name: String(row.name),
  bytes: Number(row.bytes),
  sha256: String(row.sha256),
})
