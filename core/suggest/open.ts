/** Opens an index file: checks all of it, then makes views. Nothing is copied or parsed, so opening is the checksum's time. */
import { checksum } from './checksum.ts'
import { CHECKED_FROM, MAGIC, VERSION, type Layout } from './layout.ts'
import { Scratch } from './scratch.ts'
import { readLayout } from './stored.ts'
import { StreamReader } from './stream.ts'

/** An opened index: the views, and the space that lookups work in (one lookup at a time, as JavaScript runs them). */
export type SuggestIndex = Layout & { scratch: Scratch }

export type OpenOutcome = { outcome: 'opened'; index: SuggestIndex } | { outcome: 'refused'; reason: string }

const HEADER_BYTES = 20

/** Refuses anything that is not exactly what `buildSuggestIndex` wrote, so a damaged file never replaces a working one. */
export function openSuggestIndex(bytes: ArrayBuffer): OpenOutcome {
  if (bytes.byteLength < HEADER_BYTES) return refused(`${bytes.byteLength} bytes are too few for a header`)
  if (bytes.byteLength % 4 !== 0) return refused(`${bytes.byteLength} bytes are not whole words: truncated`)
  const file = new Uint32Array(bytes)
  if (file[0] !== MAGIC) return refused('not a suggestion index')
  if (file[1] !== VERSION) return refused(`version ${file[1]}, this build reads ${VERSION}`)
  if (file[2] !== bytes.byteLength) return refused(`${bytes.byteLength} bytes of ${file[2]}: truncated`)
  if (file[3] !== checksum(file.subarray(CHECKED_FROM / 4))) return refused('checksum does not match: damaged')
  const reader = new StreamReader(bytes, CHECKED_FROM)
  const layout = readLayout(reader, reader.number())
  if (reader.failed) return refused('lengths do not fit each other')
  return { outcome: 'opened', index: { ...layout, scratch: new Scratch() } }
}

const refused = (reason: string): OpenOutcome => ({ outcome: 'refused', reason })
