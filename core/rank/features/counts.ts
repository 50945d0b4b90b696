/**
 * Clicks against expected clicks, by small integer key. Their smoothed ratio is a lift: 1 means as good as expected.
 * Expected clicks carry what is known already (the place in the list, the item's own rate), so a lift never pays twice
 * for the same cause: "clicks over expected clicks", the gamma-Poisson posterior mean.
 */
export class LiftCounts {
  private clicks = new Float64Array(64)
  private expected = new Float64Array(64)
  /** Logarithms of lifts as asked for, NaN until then and after a count: a served list asks for thousands. */
  private logs = new Float64Array(64).fill(Number.NaN)
  private readonly weight: number

  /** @param weight expected clicks that the assumed lift is worth: how much evidence it takes to move away from it. */
  constructor(weight: number) {
    this.weight = weight
  }

  expect(key: number, amount: number): void {
    this.reserve(key)
    this.expected[key]! += amount
    this.logs[key] = Number.NaN
  }

  click(key: number, amount = 1): void {
    this.reserve(key)
    this.clicks[key]! += amount
    this.logs[key] = Number.NaN
  }

  /** Smoothed towards `assumed`, the lift of whatever the key falls back on. */
  lift(key: number, assumed = 1): number {
    const { weight } = this
    if (key >= this.clicks.length) return assumed
    return (this.clicks[key]! + weight * assumed) / (this.expected[key]! + weight)
  }

  /** Natural logarithm of the lift over 1. */
  logLift(key: number): number {
    if (key >= this.logs.length) return 0
    const known = this.logs[key]!
    return known === known ? known : (this.logs[key] = Math.log(this.lift(key)))
  }

  /** Everything counted so far, for a snapshot: clicks, then expected clicks. */
  save(): [Float64Array, Float64Array] {
    return [this.clicks, this.expected]
  }

  load([clicks, expected]: readonly [Float64Array, Float64Array]): void {
    this.clicks = Float64Array.from(clicks)
    this.expected = Float64Array.from(expected)
    this.logs = new Float64Array(clicks.length).fill(Number.NaN)
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
    this.logs = new Float64Array(length).fill(Number.NaN)
  }
}

function grown(list: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const next = new Float64Array(length)
  next.set(list)
  return next
}
