/**
 * The text as it is shown, kept as its difference from the words that are stored anyway.
 *
 * The words joined by spaces, plain or with capital initials, are the base. An empty record means "the base in the
 * index's common style"; any other record replaces the middle of one of the bases:
 *
 *   style (0 plain, 1 capitals) · kept at the start · kept at the end · new middle in UTF-8
 *
 * Most shown texts differ from their base in one place (an accent, a hyphen), so a record is a few bytes or none.
 */
import { recordAt, type Records } from './records.ts'
import { binaryString, decodeUtf8 } from './utf8.ts'
import { varintAfter, varintAt } from './varint.ts'

export type DisplayStyle = 0 | 1

/** @returns a binary string */
export function displayRecord(text: string, base: string, common: DisplayStyle): string {
  if (text === styled(base, common)) return ''
  const plain = patch(text, base, 0)
  const capitals = patch(text, base, 1)
  return plain.length <= capitals.length ? plain : capitals
}

function patch(text: string, base: string, style: DisplayStyle): string {
  const from = styled(base, style)
  const shorter = Math.min(text.length, from.length)
  let start = 0
  while (start < shorter && text[start] === from[start]) start++
  let end = 0
  while (end < shorter - start && text.at(-1 - end) === from.at(-1 - end)) end++
  return String.fromCharCode(style) + varint(start) + varint(end) + binaryString(text.slice(start, text.length - end))
}

const varint = (value: number): string =>
  value < 0x80 ? String.fromCharCode(value) : String.fromCharCode((value & 0x7f) | 0x80) + varint(value >>> 7)

const INITIALS = /(?<= |^)[a-z]/g

export function styled(base: string, style: DisplayStyle): string {
  return style === 0 ? base : base.replace(INITIALS, (letter) => letter.toUpperCase())
}

/**
 * The shown text, and how many of its first characters are the base's, each a whole letter: one that is followed by a
 * difference may be continued by it, as an accent does.
 */
export type Display = { text: string; aligned: number }

/** @param baseIn reads the base in a style */
export function readDisplay(
  records: Records,
  rank: number,
  common: DisplayStyle,
  baseIn: (style: DisplayStyle) => string,
): Display {
  const { bytes } = records
  if (bytes.length === 0) return likeBase(baseIn(common))
  let at = recordAt(records, rank)
  const length = varintAt(bytes, at)
  if (length === 0) return likeBase(baseIn(common))
  at = varintAfter(bytes, at)
  const end = at + length
  const base = baseIn(bytes[at] === 1 ? 1 : 0)
  at++
  const start = varintAt(bytes, at)
  at = varintAfter(bytes, at)
  const kept = varintAt(bytes, at)
  at = varintAfter(bytes, at)
  const text = base.slice(0, start) + decodeUtf8(bytes, at, end) + base.slice(base.length - kept)
  return { text, aligned: Math.min(start, base.length) - 1 }
}

const likeBase = (base: string): Display => ({ text: base, aligned: base.length })
