import type { Buffer } from 'node:buffer'
import { isRow } from '../catalog/field.ts'
import { lines, type Line } from './lines.ts'
import { MAX_RECORD_BYTES, type ReadRow } from './read-row.ts'

/** One JSON object a line. Blank lines are skipped; a byte order mark and carriage returns are no part of it. */
export async function* readJsonl(chunks: AsyncIterable<Buffer>): AsyncGenerator<ReadRow> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const line of lines(chunks)) {
    const read = readLine(line, decoder)
    if (read !== null) yield read
  }
}

type Decoder = InstanceType<typeof TextDecoder>

function readLine({ line, bytes, content }: Line, decoder: Decoder): ReadRow | null {
  const unreadable = (reason: string): ReadRow => ({ outcome: 'unreadable', line, bytes, reason })
  if (content === null) return unreadable(`longer than ${MAX_RECORD_BYTES} bytes`)
  try {
    // The decoder drops a byte order mark.
    const text = decoder.decode(content).trim()
    if (text === '') return null
    const value: unknown = JSON.parse(text)
    return isRow(value) ? { outcome: 'row', line, bytes, row: value } : unreadable('not a JSON object')
  } catch (error) {
    if (error instanceof SyntaxError) return unreadable(`not JSON: ${error.message}`)
    if (error instanceof TypeError) return unreadable('not UTF-8: save the file as UTF-8')
    throw error
  }
}
