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
import { binaryString } from './utf8.ts'

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
