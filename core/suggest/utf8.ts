/**
 * UTF-8 without the platform's encoder, generalised (WTF-8) so that a lone surrogate survives as three bytes.
 * Byte order equals code point order, which the term dictionary relies on.
 */

/** Writes `text` into `into` from `offset`; the caller has room for three bytes a UTF-16 unit. Returns the end. */
export function encodeUtf8(text: string, into: Uint8Array, offset = 0): number {
  let at = offset
  for (let unit = 0; unit < text.length; unit++) {
    const point = text.codePointAt(unit)!
    if (point > 0xffff) unit++
    at = encodePoint(point, into, at)
  }
  return at
}

function encodePoint(point: number, into: Uint8Array, offset: number): number {
  let at = offset
  if (point < 0x80) {
    into[at++] = point
    return at
  }
  if (point < 0x800) {
    into[at++] = 0xc0 | (point >> 6)
  } else {
    if (point < 0x10000) into[at++] = 0xe0 | (point >> 12)
    else {
      into[at++] = 0xf0 | (point >> 18)
      into[at++] = 0x80 | ((point >> 12) & 0x3f)
    }
    into[at++] = 0x80 | ((point >> 6) & 0x3f)
  }
  into[at++] = 0x80 | (point & 0x3f)
  return at
}

/** The text from `start` to `until`, or to the end of the bytes. */
export function decodeUtf8(bytes: Uint8Array, start: number, until: number): string {
  const end = Math.min(until, bytes.length)
  let text = ''
  let at = start
  // Eight at a time: making one string of eight characters takes a fifth of joining eight strings.
  for (; at + 8 <= end && isAscii(bytes, at, at + 8); at += 8) {
    text += String.fromCharCode(
      bytes[at]!,
      bytes[at + 1]!,
      bytes[at + 2]!,
      bytes[at + 3]!,
      bytes[at + 4]!,
      bytes[at + 5]!,
      bytes[at + 6]!,
      bytes[at + 7]!,
    )
  }
  for (; at + 3 <= end && isAscii(bytes, at, at + 3); at += 3) {
    text += String.fromCharCode(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!)
  }
  while (at < end) {
    const point = codePointAt(bytes, at)
    text += point > 0xffff ? String.fromCodePoint(point) : String.fromCharCode(point)
    at += sequenceLength(bytes[at]!)
  }
  return text
}

export function isAscii(bytes: Uint8Array, from: number, to: number): boolean {
  let all = 0
  for (let at = from; at < to; at++) all |= bytes[at]!
  return all < 0x80
}

/** The bytes as a string of one character a byte: JavaScript's own string order is then byte order. */
export function binaryString(text: string): string {
  const bytes = new Uint8Array(text.length * 3)
  const end = encodeUtf8(text, bytes)
  if (end === text.length) return text
  let binary = ''
  for (let at = 0; at < end; at++) binary += String.fromCharCode(bytes[at]!)
  return binary
}

export function sequenceLength(lead: number): number {
  if (lead < 0xc0) return 1
  if (lead < 0xe0) return 2
  return lead < 0xf0 ? 3 : 4
}

/** The code point whose sequence starts at `at`. Bytes that no encoder wrote give some number in range, never a throw. */
export function codePointAt(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!
  switch (sequenceLength(lead)) {
    case 1:
      return lead
    case 2:
      return ((lead & 0x1f) << 6) | (bytes[at + 1]! & 0x3f)
    case 3:
      return ((lead & 0x0f) << 12) | ((bytes[at + 1]! & 0x3f) << 6) | (bytes[at + 2]! & 0x3f)
    default: {
      const point =
        ((lead & 0x07) << 18) |
        ((bytes[at + 1]! & 0x3f) << 12) |
        ((bytes[at + 2]! & 0x3f) << 6) |
        (bytes[at + 3]! & 0x3f)
      return Math.min(point, 0x10ffff)
    }
  }
}
