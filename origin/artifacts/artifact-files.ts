import { createHash } from 'node:crypto'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ArtifactRef } from '#core/contract/artifact-ref'
import type { Statements } from '../storage/statements.ts'
import { writeWhole } from '../storage/write-whole.ts'
import type { ArtifactKind, FileKind, PartKind } from './artifact.ts'

export type ArtifactFiles = {
  /** Null when there is no such artifact, or its file is gone or damaged: edges keep what they get for ever. */
  read: (name: string) => Promise<Uint8Array<ArrayBuffer> | null>
  /** Stores bytes under their content's name; nothing is served differently yet. */
  put: (kind: FileKind, bytes: Uint8Array, builtAt: number) => Promise<ArtifactRef>
  /** Deletes all but the served one and the newest `keep`, for rolling back to. */
  prune: (kind: ArtifactKind, keep: number) => Promise<void>
  /** Deletes every part of this kind that is not named. */
  pruneParts: (kind: PartKind, named: ReadonlySet<string>) => Promise<void>
  /** Deletes one that nothing points at. */
  remove: (name: string) => Promise<void>
}

/** Of the content's digest in a file's name. */
const NAMED_DIGITS = 16
const NAME = /^[a-z]+-[0-9a-f]{16}\.bin$/

export function artifactFiles(sql: Statements, folder: string): ArtifactFiles {
  const remove = async (name: string): Promise<void> => {
    sql('DELETE FROM artifacts WHERE name = ?').run(name)
    await rm(join(folder, name), { force: true })
  }
  return {
    read: async (name) => {
      const isKnown = NAME.test(name) && sql('SELECT 1 FROM artifacts WHERE name = ?').get(name) !== undefined
      const bytes = isKnown ? await readIfThere(join(folder, name)) : null
      return bytes !== null && name.includes(`-${digestOf(bytes).slice(0, NAMED_DIGITS)}.`) ? bytes : null
    },
    put: async (kind, bytes, builtAt) => {
      const sha256 = digestOf(bytes)
      const artifact = { name: `${kind}-${sha256.slice(0, NAMED_DIGITS)}.bin`, bytes: bytes.byteLength, sha256 }
      await mkdir(folder, { recursive: true })
      await writeWhole(join(folder, artifact.name), bytes)
      sql(
        `INSERT INTO artifacts (name, kind, bytes, sha256, built_at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET built_at = excluded.built_at`,
      ).run(artifact.name, kind, artifact.bytes, sha256, builtAt)
      return artifact
    },
    prune: async (kind, keep) => {
      const old = sql(
        `SELECT name FROM artifacts WHERE kind = ? AND name NOT IN (SELECT name FROM pointers)
         ORDER BY built_at DESC, name LIMIT -1 OFFSET ?`,
      ).all(kind, keep)
      for (const { name } of old) await remove(String(name))
    },
    remove,
    pruneParts: async (kind, named) => {
      const parts = sql('SELECT name FROM artifacts WHERE kind = ?').all(kind)
      for (const { name } of parts) if (!named.has(String(name))) await remove(String(name))
    },
  }
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

async function readIfThere(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return new Uint8Array(await readFile(path))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
