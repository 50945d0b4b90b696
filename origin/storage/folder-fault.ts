/** What keeps this process from using a data folder, as sentences that say what to do; null where nothing does. */
import { accessSync, constants, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from './make-folder.ts'

const { R_OK, W_OK, X_OK } = constants
const FOLDER_MODE = R_OK | W_OK | X_OK

/** Makes the folder where there is none. */
export function folderFault(folder: string): string | null {
  try {
    makeFolder(folder)
    if (!statSync(folder).isDirectory())
      return `${folder} is a file and not a folder: name another folder with --data (NEARFIELD_DATA).`
    accessSync(folder, FOLDER_MODE)
    return null
  } catch (error) {
    return cannotWrite(folder, error)
  }
}

/** Of a file or folder and all below it. What is not there is no fault: it is made when it is needed. */
export function faultBelow(path: string, files: 'read' | 'written'): string | null {
  try {
    if (!statSync(path).isDirectory()) {
      accessSync(path, files === 'read' ? R_OK : R_OK | W_OK)
      return null
    }
    accessSync(path, FOLDER_MODE)
    for (const name of readdirSync(path)) {
      const fault = faultBelow(join(path, name), files)
      if (fault !== null) return fault
    }
    return null
  } catch (error) {
    // Another process may delete an old artifact at any moment.
    const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    return isGone ? null : cannotWrite(path, error)
  }
}

export function cannotWrite(path: string, error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error)
  return `Cannot write to ${path} (${reason}): make it writable, or name another folder with --data (NEARFIELD_DATA).`
}
