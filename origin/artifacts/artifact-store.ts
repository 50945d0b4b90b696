/**
 * Built artifacts. The bytes are files named after their content (`suggest-<sha256 prefix>.bin`), so they never change
 * and can be cached for ever; which one is served is a pointer in SQLite, moved in one transaction.
 */
import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { ArtifactPointers } from '#core/contract/retrieval'
import { createStatements } from '../storage/statements.ts'
import { inTransaction } from '../storage/transaction.ts'

type ArtifactKind = keyof ArtifactPointers
export type Artifact = { name: string; bytes: number; sha256: string }

type PointOutcome = { outcome: 'pointed'; artifact: Artifact } | { outcome: 'unknown' }

export type ArtifactStore = {
  pointers: () => Promise<ArtifactPointers>
  /** Null when there is no such artifact. */
  read: (name: string) => Promise<Uint8Array<ArrayBuffer> | null>
  /** Stores bytes under their content's name; nothing is served differently yet. */
  put: (kind: ArtifactKind, bytes: Uint8Array, builtAt: number) => Promise<Artifact>
  /** Serves `name` from now on: publishing, and rolling back alike. */
  point: (kind: ArtifactKind, name: string) => Promise<PointOutcome>
}

const NAME = /^[a-z]+-[0-9a-f]{16}\.bin$/

export function artifactStore(database: DatabaseSync, dataFolder: string): ArtifactStore {
  const sql = createStatements(database)
  const folder = join(dataFolder, 'artifacts')
  const find = (name: string): (Artifact & { kind: string }) | null => {
    const row = sql('SELECT name, kind, bytes, sha256 FROM artifacts WHERE name = ?').get(name)
    return row === undefined
      ? null
      : { name: String(row.name), kind: String(row.kind), bytes: Number(row.bytes), sha256: String(row.sha256) }
  }

  return {
    pointers: async () => {
      const row = sql(
        "SELECT name, bytes, sha256 FROM pointers JOIN artifacts USING (name) WHERE pointers.kind = 'suggest'",
      ).get()
      return {
        suggest:
          row === undefined ? null : { name: String(row.name), bytes: Number(row.bytes), sha256: String(row.sha256) },
      }
    },
    read: async (name) =>
      NAME.test(name) && find(name) !== null ? new Uint8Array(await readFile(join(folder, name))) : null,
    put: async (kind, bytes, builtAt) => {
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const artifact = { name: `${kind}-${sha256.slice(0, 16)}.bin`, bytes: bytes.byteLength, sha256 }
      await mkdir(folder, { recursive: true })
      await writeWhole(join(folder, artifact.name), bytes)
      sql('INSERT OR IGNORE INTO artifacts (name, kind, bytes, sha256, built_at) VALUES (?, ?, ?, ?, ?)').run(
        artifact.name,
        kind,
        artifact.bytes,
        sha256,
        builtAt,
      )
      return artifact
    },
    point: async (kind, name) =>
      inTransaction(database, (): PointOutcome => {
        const artifact = find(name)
        if (artifact?.kind !== kind) return { outcome: 'unknown' }
        sql(
          `INSERT INTO pointers (kind, name) VALUES (?, ?)
           ON CONFLICT (kind) DO UPDATE SET previous = name, name = excluded.name WHERE name <> excluded.name`,
        ).run(kind, name)
        return { outcome: 'pointed', artifact: { name, bytes: artifact.bytes, sha256: artifact.sha256 } }
      }),
  }
}

/** A reader sees all of a file or none of it, also after a power cut. */
async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  const unfinished = `${file}.${process.pid}.tmp`
  const handle = await open(unfinished, 'w')
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(unfinished, file)
}
