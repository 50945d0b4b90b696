import type { DatabaseSync } from 'node:sqlite'
import type { ArtifactVersions } from '#core/contract/operations'
import type { ArtifactPointers } from '#core/contract/retrieval'
import type { Statements } from '../storage/statements.ts'
import { inTransaction } from '../storage/transaction.ts'
import { type ArtifactKind, artifactOf } from './artifact.ts'

/** `held`: an operator chose what is served, and this artifact waits. */
type PointOutcome = { outcome: 'pointed' } | { outcome: 'held' } | { outcome: 'unknown' }

export type Pointers = {
  pointers: () => Promise<ArtifactPointers>
  versions: (kind: ArtifactKind) => Promise<ArtifactVersions>
  /** Serves `name` from now on. What an operator chose stays until `release`; a job gives way to it. */
  point: (kind: ArtifactKind, name: string, by: 'job' | 'operator') => Promise<PointOutcome>
  release: (kind: ArtifactKind) => Promise<void>
  /** Serves nothing of this kind any more. */
  withdraw: (kind: ArtifactKind) => Promise<void>
}

export function artifactPointers(database: DatabaseSync, sql: Statements): Pointers {
  const served = (kind: ArtifactKind) =>
    sql('SELECT name, bytes, sha256, held FROM pointers JOIN artifacts USING (name) WHERE pointers.kind = ?').get(kind)
  return {
    pointers: async () => {
      const refOf = (kind: ArtifactKind) => {
        const row = served(kind)
        return row === undefined ? null : artifactOf(row)
      }
      return {
        suggest: refOf('suggest'),
        neighbours: refOf('neighbours'),
        baskets: refOf('baskets'),
        knowledge: refOf('knowledge'),
        model: refOf('model'),
      }
    },
    versions: async (kind) => {
      const current = served(kind)
      const rows = sql(
        'SELECT name, bytes, sha256, built_at FROM artifacts WHERE kind = ? ORDER BY built_at DESC, name',
      ).all(kind)
      return {
        versions: rows.map((row) => ({
          ...artifactOf(row),
          builtAt: Number(row.built_at),
          served: row.name === current?.name,
        })),
        held: current?.held === 1,
      }
    },
    point: async (kind, name, by) =>
      inTransaction(database, (): PointOutcome => {
        const known = sql('SELECT 1 FROM artifacts WHERE name = ? AND kind = ?').get(name, kind)
        if (known === undefined) return { outcome: 'unknown' }
        if (by === 'job' && served(kind)?.held === 1) return { outcome: 'held' }
        sql(
          `INSERT INTO pointers (kind, name, held) VALUES (?, ?, ?)
           ON CONFLICT (kind) DO UPDATE SET name = excluded.name, held = excluded.held`,
        ).run(kind, name, by === 'operator' ? 1 : 0)
        return { outcome: 'pointed' }
      }),
    release: async (kind) => {
      sql('UPDATE pointers SET held = 0 WHERE kind = ?').run(kind)
    },
    withdraw: async (kind) => {
      sql('DELETE FROM pointers WHERE kind = ?').run(kind)
    },
  }
}
