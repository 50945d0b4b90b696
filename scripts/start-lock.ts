/**
 * One `npm start` a data folder: two runtimes on the same Durable Object files would overwrite each other. The lock is
 * the system's own, taken through SQLite, so it goes when its process does, however that ends; a file with a pid would
 * be mistaken after a restart of the machine or in a container, where another process has the same number.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { isBusy } from '../origin/storage/open.ts'

/** Whoever takes it keeps `release`: a lock that nothing refers to is collected, and free. */
export type LockOutcome = { outcome: 'taken'; release: () => void } | { outcome: 'held' | 'damaged'; sentence: string }

export function lockFolder(folder: string): LockOutcome {
  const holder = join(folder, 'start.pid')
  const file = join(folder, 'start.lock')
  const lock = new DatabaseSync(file, { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (!isBusy(error)) return { outcome: 'damaged', sentence: `${file} is damaged: delete it and start again.` }
    const pid = existsSync(holder) ? readFileSync(holder, 'utf8').trim() : 'not known yet'
    return {
      outcome: 'held',
      sentence: `The data folder ${folder} is in use by another npm start (process ${pid}): stop that one, or name another folder with --data (NEARFIELD_DATA).`,
    }
  }
  writeFileSync(holder, `${process.pid}\n`)
  return { outcome: 'taken', release: () => lock.close() }
}
