import { Buffer } from 'node:buffer'
import type { ReadRow } from '../../../origin/import/read-row.ts'

/** The bytes of `file` in chunks of `size`, as a file stream gives them. */
export async function* chunks(file: string | Buffer, size = 65_536): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(file)
  for (let start = 0; start < bytes.byteLength; start += size) yield bytes.subarray(start, start + size)
}

/** What a reader gave, without the byte counts: `[line, row or reason]`. */
export async function collect(rows: AsyncIterable<ReadRow>): Promise<[number, unknown][]> {
  const read: [number, unknown][] = []
  for await (const row of rows) read.push([row.line, row.outcome === 'row' ? { ...row.row } : row.reason])
  return read
}
