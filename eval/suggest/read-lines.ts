import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** Non-empty lines of a text file, plain or gzipped, without a byte order mark. Absent: one sentence. */
export function readLines(path: string): string[] {
  if (!existsSync(path)) throw new Error(`${path} is not there: give the path of the evaluation data.`)
  const bytes = readFileSync(path)
  const text = path.endsWith('.gz') ? gunzipSync(bytes).toString('utf8') : bytes.toString('utf8')
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line !== '')
}
