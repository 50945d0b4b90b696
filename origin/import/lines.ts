import { Buffer } from 'node:buffer'
import { MAX_RECORD_BYTES } from './read-row.ts'

/** `content` is null for a line that is too long to hold; `bytes` counts from the start of the file. */
export type Line = { line: number; bytes: number; content: Buffer | null }

const NEWLINE = 0x0a

/** Cuts a byte stream into lines without their newline. Holds one line at a time, and never more than the limit of it. */
export async function* lines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  let line = 1
  let bytes = 0
  let held: Buffer[] = []
  let length = 0
  const take = (piece: Buffer): void => {
    length += piece.byteLength
    if (length > MAX_RECORD_BYTES) held = []
    else held.push(piece)
  }
  const finish = (): Line => {
    const content = length > MAX_RECORD_BYTES ? null : Buffer.concat(held)
    held = []
    length = 0
    return { line: line++, bytes, content }
  }
  for await (const chunk of chunks) {
    let start = 0
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      take(chunk.subarray(start, end))
      bytes += end + 1 - start
      start = end + 1
      yield finish()
    }
    take(chunk.subarray(start))
    bytes += chunk.byteLength - start
  }
  if (length > 0) yield finish()
}
