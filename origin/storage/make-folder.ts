import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a folder and those above it. Node's own recursive form never returns where a parent exists but takes no
 * children (`/proc`), so the steps are taken here.
 * @throws the system's error (EACCES, ENOTDIR, ENOENT, …) when a folder cannot be made.
 */
export function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  mkdirSync(path)
}
