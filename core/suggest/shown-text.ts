/** Reads a completion's text as it is shown: its words, then the patch over them (display.ts), in bytes as far as possible. */
import type { DisplayStyle } from './display.ts'
import type { SuggestIndex } from './open.ts'
import { isListEnd, listStart } from './packed-lists.ts'
import { readPacked } from './packed-array.ts'
import { recordAt } from './records.ts'
import { extractTerm } from './term-dictionary.ts'
import { decodeUtf8, isAscii } from './utf8.ts'
import { varintAfter, varintAt } from './varint.ts'

/**
 * The shown text, and how many of its first characters are the base's, each a whole letter: one that is followed by a
 * difference may be continued by it, as an accent does.
 */
export type ShownText = { text: string; aligned: number }

export function shownText(index: SuggestIndex, rank: number): ShownText {
  const { bytes } = index.display
  const { text: into } = index.scratch
  const record = bytes.length === 0 ? -1 : recordAt(index.display, rank)
  if (record < 0 || bytes[record] === 0) {
    const text = decodeUtf8(into, 0, writeBase(index, rank, index.style))
    return { text, aligned: text.length }
  }
  const from = varintAfter(bytes, record)
  const length = writeBase(index, rank, bytes[from] === 1 ? 1 : 0)
  const to = Math.min(from + varintAt(bytes, record), bytes.length)
  return patched(index, { from: from + 1, to }, length)
}

/** Replaces the middle of the base of `length` bytes, as the patch at `[from, to)` says. */
function patched(index: SuggestIndex, patch: { from: number; to: number }, length: number): ShownText {
  const { bytes } = index.display
  const { text: into } = index.scratch
  const start = varintAt(bytes, patch.from)
  let at = varintAfter(bytes, patch.from)
  const kept = varintAt(bytes, at)
  at = varintAfter(bytes, at)
  // What is kept is counted in characters: in ASCII these are bytes.
  if (start + kept > length || !isAscii(into, 0, length)) {
    const base = decodeUtf8(into, 0, length)
    const text = base.slice(0, start) + decodeUtf8(bytes, at, patch.to) + base.slice(base.length - kept)
    return { text, aligned: Math.min(start, base.length) - 1 }
  }
  into.copyWithin(start + patch.to - at, length - kept, length)
  let end = start
  for (; at < patch.to; at++) into[end++] = bytes[at]!
  return { text: decodeUtf8(into, 0, end + kept), aligned: start - 1 }
}

/** The completion's words joined by spaces, in one of the display's styles; returns their length in bytes. */
function writeBase({ words, terms, scratch }: SuggestIndex, rank: number, style: DisplayStyle): number {
  const { text: into, term } = scratch
  let at = listStart(words, rank)
  let end = extractTerm(terms, readPacked(words.values, at), into)
  if (style === 1) capitalise(into, 0)
  for (; !isListEnd(words, at) && at + 1 < words.values.length; at++) {
    const length = extractTerm(terms, readPacked(words.values, at + 1), term)
    if (end + 1 + length > into.length) break
    into[end++] = SPACE
    for (let each = 0; each < length; each++) into[end + each] = term[each]!
    if (style === 1) capitalise(into, end)
    end += length
  }
  return end
}

const SPACE = 0x20
const LOWER_A = 0x61
const LOWER_Z = 0x7a

function capitalise(bytes: Uint8Array, at: number): void {
  const initial = bytes[at]!
  if (initial >= LOWER_A && initial <= LOWER_Z) bytes[at] = initial - 32
}
