/** The `capacity` smallest distinct values offered so far, ascending. Lives in the opened index and is reused. */
export class Smallest {
  readonly values = new Uint32Array(MAX_SMALLEST)
  count = 0
  /** A value has to be below this to enter. */
  threshold = Infinity
  private capacity = 0

  reset(capacity: number): void {
    this.capacity = Math.min(capacity, MAX_SMALLEST)
    this.count = 0
    this.threshold = this.capacity === 0 ? 0 : Infinity
  }

  get room(): number {
    return this.capacity - this.count
  }

  has(value: number): boolean {
    for (let at = 0; at < this.count; at++) if (this.values[at] === value) return true
    return false
  }

  offer(value: number): void {
    if (value >= this.threshold) return
    const { values } = this
    let at = this.count
    while (at > 0 && values[at - 1]! >= value) at--
    if (at < this.count && values[at] === value) return
    if (this.count < this.capacity) this.count++
    // For a handful of values a loop is several times faster than copyWithin.
    for (let moved = this.count - 1; moved > at; moved--) values[moved] = values[moved - 1]!
    values[at] = value
    if (this.count === this.capacity) this.threshold = values[this.count - 1]!
  }
}

/** The most results that any lookup returns. */
export const MAX_SMALLEST = 256
