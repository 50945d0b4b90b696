/**
 * Built artifacts. The bytes are files named after their content (`suggest-<sha256 prefix>.bin`), so they never change
 * and can be cached for ever; which one is served is a pointer in SQLite, moved in one transaction.
 */
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { createStatements } from '../storage/statements.ts'
import { artifactFiles, type ArtifactFiles } from './artifact-files.ts'
import { artifactPointers, type Pointers } from './artifact-pointers.ts'

export type ArtifactStore = ArtifactFiles & Pointers

export function artifactStore(database: DatabaseSync, dataFolder: string): ArtifactStore {
  const sql = createStatements(database)
  return { ...artifactFiles(sql, join(dataFolder, 'artifacts')), ...artifactPointers(database, sql) }
}
