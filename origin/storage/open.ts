/**
 * Opens the one SQLite file of a data folder. Everything that can be wrong with a folder or file is an outcome with a
 * sentence that says what to do; the file is never touched when it is not ours.
 */
import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { cannotWrite, faultBelow, folderFault } from './folder-fault.ts'
import { migrate } from './migrate.ts'

export type Storage = { database: DatabaseSync; folder: string; close: () => void }

export type StorageOutcome =
  | { outcome: 'opened'; storage: Storage }
  | { outcome: 'unwritable' | 'damaged' | 'busy' | 'newer'; sentence: string }

const DATABASE_FILE = 'nearfield.sqlite'

/** How long a write waits for another process (an import beside a running origin) before it gives up. */
const BUSY_TIMEOUT_MS = 2_000

/** Larger files are not walked through on every start (about 1 s a GB); their damage shows when a page is read. */
const MAX_CHECKED_BYTES = 256 * 1024 * 1024

export function openStorage(dataFolder: string): StorageOutcome {
  const folder = resolve(dataFolder)
  const file = join(folder, DATABASE_FILE)
  // SQLite opens what it may only read, and fails with the first write.
  const fault =
    folderFault(folder) ??
    faultBelow(file, 'written') ??
    faultBelow(`${file}-wal`, 'written') ??
    faultBelow(join(folder, 'artifacts'), 'read')
  if (fault !== null) return { outcome: 'unwritable', sentence: fault }
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS })
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536')
    const migration = migrate(database)
    if (migration.outcome === 'newer') {
      database.close()
      return {
        outcome: 'newer',
        sentence: `${file} was written by a newer Nearfield (schema ${migration.found}, this one knows ${migration.known}): update Nearfield, or name another folder with --data.`,
      }
    }
    if (statSync(file).size <= MAX_CHECKED_BYTES && !isSound(database)) {
      database.close()
      return damaged(file)
    }
    const opened = database
    return { outcome: 'opened', storage: { database: opened, folder, close: () => opened.close() } }
  } catch (error) {
    if (database?.isOpen) database.close()
    return explain(file, error)
  }
}

/** Walks all pages; a page that cannot be read at all throws instead. */
const isSound = (database: DatabaseSync): boolean =>
  database.prepare('PRAGMA quick_check(1)').get()?.quick_check === 'ok'

const damaged = (file: string): StorageOutcome => ({
  outcome: 'damaged',
  sentence: `${file} is damaged or not a Nearfield data file: move it away (it is rebuilt from the catalogue on the next start; its event log is lost), or name another folder with --data.`,
})

/** SQLite result codes: https://www.sqlite.org/rescode.html (the low byte is the primary code). */
const SQLITE = { busy: 5, locked: 6, readonly: 8, io: 10, corrupt: 11, full: 13, cannotOpen: 14, notADatabase: 26 }

function explain(file: string, error: unknown): StorageOutcome {
  const code = sqliteCode(error)
  switch (code) {
    case SQLITE.corrupt:
    case SQLITE.notADatabase:
      return damaged(file)
    case SQLITE.busy:
    case SQLITE.locked:
      return {
        outcome: 'busy',
        sentence: `${file} is in use by another process: stop that one, or name another folder with --data.`,
      }
    case SQLITE.readonly:
    case SQLITE.io:
    case SQLITE.full:
    case SQLITE.cannotOpen:
      return { outcome: 'unwritable', sentence: cannotWrite(file, error) }
    case null:
    default:
      throw error
  }
}

/** The primary SQLite code of an error of node:sqlite, or null for any other error. */
function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null
  return error.errcode & 0xff
}

export const isBusy = (error: unknown): boolean => {
  const code = sqliteCode(error)
  return code === SQLITE.busy || code === SQLITE.locked
}
