/** Unsigned integers in seven-bit groups, low group first; the high bit says that another follows. At most four groups. */
export function varintAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!
  if (first < 0x80) return first
  let value = first & 0x7f
  for (let group = 1; group < 4; group++) {
    const byte = bytes[at + group]!
    value |= (byte & 0x7f) << (7 * group)
    if (byte < 0x80) break
  }
  return value
}

export function varintAfter(bytes: Uint8Array, at: number): number {
  let next = at
  while (bytes[next]! >= 0x80 && next < at + 3) next++
  return next + 1
}

/** Bytes being written, in a buffer that doubles. */
export class ByteWriter {
  length = 0
  private bytes = new Uint8Array(1024)

  byte(value: number): void {
    if (this.length === this.bytes.length) this.grow(this.length + 1)
    this.bytes[this.length++] = value
  }

  varint(value: number): void {
    let rest = value
    while (rest >= 0x80) {
      this.byte((rest & 0x7f) | 0x80)
      rest >>>= 7
    }
    this.byte(rest)
  }

  /** The characters of a binary string (one byte each) from `start` on. */
  binary(text: string, start: number): void {
    for (let index = start; index < text.length; index++) this.byte(text.charCodeAt(index))
  }

  finish(): Uint8Array {
    return this.bytes.slice(0, this.length)
  }

  private grow(needed: number): void {
    const larger = new Uint8Array(Math.max(needed, this.bytes.length * 2))
    larger.set(this.bytes)
    this.bytes = larger
  }
}
