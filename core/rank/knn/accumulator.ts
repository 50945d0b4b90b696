/**
 * Sums by integer key: open addressing over typed arrays, emptied in time of what was touched. It lives as long as the
 * isolate, so a request allocates nothing; a Map would cost an allocation per neighbour.
 */
export class Accumulator {
  /** Touched slots in order of first touch; the first `size` are valid. */
  readonly slots: Int32Array
  size = 0
  readonly sums: Float64Array
  /** A number of the caller's choice, set by the first touch of a key. */
  readonly notes: Int32Array
  private readonly keys: Int32Array
  private readonly mask: number

  /** @param capacity most distinct keys held at once; later ones are ignored. */
  constructor(capacity: number) {
    const length = 2 ** Math.ceil(Math.log2(Math.max(2, capacity * 2)))
    this.slots = new Int32Array(length / 2)
    this.sums = new Float64Array(length)
    this.notes = new Int32Array(length)
    this.keys = new Int32Array(length).fill(-1)
    this.mask = length - 1
  }

  add(key: number, amount: number, note = 0): void {
    let slot = Math.imul(key, 0x9e37_79b1) & this.mask
    while (this.keys[slot] !== key) {
      if (this.keys[slot] === -1) {
        if (this.size === this.slots.length) return
        this.keys[slot] = key
        this.notes[slot] = note
        this.sums[slot] = 0
        this.slots[this.size++] = slot
        break
      }
      slot = (slot + 1) & this.mask
    }
    this.sums[slot]! += amount
  }

  /** 0 for a key that was never added. */
  sumOf(key: number): number {
    let slot = Math.imul(key, 0x9e37_79b1) & this.mask
    while (this.keys[slot] !== key) {
      if (this.keys[slot] === -1) return 0
      slot = (slot + 1) & this.mask
    }
    return this.sums[slot]!
  }

  keyAt(slot: number): number {
    return this.keys[slot]!
  }

  clear(): void {
    for (let index = 0; index < this.size; index += 1) this.keys[this.slots[index]!] = -1
    this.size = 0
  }
}
