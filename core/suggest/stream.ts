/**
 * Numbers and arrays one after another in one buffer, everything aligned to four bytes, little-endian. Reading gives
 * views over the buffer, not copies. A read past the end marks the reader as failed and gives nothing.
 */
export class StreamWriter {
  private readonly parts: Uint8Array[] = []
  private size = 0

  number(value: number): void {
    this.part(new Uint32Array([value]))
  }

  words(values: Uint32Array | Float32Array): void {
    this.number(values.length)
    this.part(values)
  }

  bytes(values: Uint8Array): void {
    this.number(values.length)
    this.part(values)
    this.part(new Uint8Array(-values.length & 3))
  }

  finish(): Uint8Array<ArrayBuffer> {
    const all = new Uint8Array(this.size)
    let at = 0
    for (const part of this.parts) {
      all.set(part, at)
      at += part.length
    }
    return all
  }

  private part(values: Uint8Array | Uint32Array | Float32Array): void {
    this.parts.push(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    this.size += values.byteLength
  }
}

export class StreamReader {
  failed = false
  private readonly buffer: ArrayBuffer
  private at: number

  constructor(buffer: ArrayBuffer, at: number) {
    this.buffer = buffer
    this.at = at
  }

  number(): number {
    const at = this.take(4)
    return at === undefined ? 0 : new Uint32Array(this.buffer, at, 1)[0]!
  }

  words(): Uint32Array {
    const length = this.number()
    const at = this.take(length * 4)
    return at === undefined ? new Uint32Array() : new Uint32Array(this.buffer, at, length)
  }

  floats(): Float32Array {
    const { buffer, byteOffset, length } = this.words()
    return new Float32Array(buffer, byteOffset, length)
  }

  bytes(): Uint8Array {
    const length = this.number()
    const at = this.take(length + (-length & 3))
    return at === undefined ? new Uint8Array() : new Uint8Array(this.buffer, at, length)
  }

  /** Marks the stream as wrong unless `holds`: lengths that do not fit each other. */
  expect(holds: boolean): void {
    if (!holds) this.failed = true
  }

  private take(size: number): number | undefined {
    const at = this.at
    if (this.failed || at + size > this.buffer.byteLength) {
      this.failed = true
      return undefined
    }
    this.at = at + size
    return at
  }
}
