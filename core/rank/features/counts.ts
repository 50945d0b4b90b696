/**
 * Clicks against expected clicks, by small integer key. Their smoothed ratio is a lift: 1 means as good as expected.
 * Expected clicks carry what is known already (the place in the list, the item's own rate), so a lift never pays twice
 * for the same cause: "clicks over expected clicks", the gamma-Poisson posterior mean.
 */
export class LiftCounts {
  private clicks = new Float64Array(64)
  private expected = new Float64Array(64)
  private readonly weight: number

  /** @param weight expected clicks that the assumed lift is worth: how much evidence it takes to move away from it. */
  constructor(weight: number) {
    this.weight = weight
  }

  expect(key: number, amount: number): void {
    this.reserve(key)
    this.expected[key]! += amount
  }

  click(key: number, amount = 1): void {
    this.reserve(key)
    this.clicks[key]! += amount
  }

  /** Smoothed towards `assumed`, the lift of whatever the key falls back on. */
  lift(key: number, assumed = 1): number {
    const { weight } = this
    if (key >= this.clicks.length) return assumed
    return (this.clicks[key]! + weight * assumed) / (this.expected[key]! + weight)
  }

  /** Everything counted so far, for a snapshot: clicks, then expected clicks. */
  save(): [Float64Array, Float64Array] {
    return [this.clicks, this.expected]
  }

  load([clicks, expected]: readonly [Float64Array, Float64Array]): void {
    this.clicks = Float64Array.from(clicks)
    this.expected = Float64Array.from(expected)
  }

  clicksOf(key: number): number {
    return this.clicks[key] ?? 0
  }

  expectedOf(key: number): number {
    return this.expected[key] ?? 0
  }

  private reserve(key: number): void {
    if (key < this.clicks.length) return
    const length = Math.max(key + 1, this.clicks.length * 2)
    this.clicks = grown(this.clicks, length)
    this.expected = grown(this.expected, length)
  }
}

function grown(list: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const next = new Float64Array(length)
  next.set(list)
  return next
}
