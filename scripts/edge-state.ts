import { closeSync, globSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'

/** First bytes of every SQLite file: https://www.sqlite.org/fileformat.html (1.3.1). */
const MAGIC = 'SQLite format 3\0'

/**
 * The runtime starts on damaged files all the same, prints its own stacks and answers 503 for ever.
 * @returns a sentence that says what to do, or null
 */
export function edgeStateFault(folder: string): string | null {
  const damaged = globSync('**/*.sqlite', { cwd: folder }).find((file) => !isSqlite(join(folder, file)))
  return damaged === undefined
    ? null
    : `${join(folder, damaged)} is damaged: delete the folder ${folder} and start again. Only what the edge keeps of visitors (sessions, opt-outs, limits) and its cache are lost.`
}

/** An empty file is a database that nothing was written to. */
function isSqlite(file: string): boolean {
  const start = new Uint8Array(MAGIC.length)
  const opened = openSync(file, 'r')
  try {
    const read = readSync(opened, start)
    return read === 0 || new TextDecoder('latin1').decode(start) === MAGIC
  } finally {
    closeSync(opened)
  }
}
