/** A map that keeps what was asked for last: a log has more visitors than memory should hold at once. */
export class RecentMap<Value> {
  private readonly values = new Map<string, Value>()
  private readonly most: number

  constructor(most: number) {
    this.most = most
  }

  get(key: string): Value | undefined {
    const value = this.values.get(key)
    if (value !== undefined) this.set(key, value)
    return value
  }

  set(key: string, value: Value): void {
    this.values.delete(key)
    this.values.set(key, value)
    if (this.values.size > this.most) this.delete(this.oldest())
  }

  delete(key: string | undefined): void {
    if (key !== undefined) this.values.delete(key)
  }

  get size(): number {
    return this.values.size
  }

  oldest(): string | undefined {
    return this.values.keys().next().value
  }
}
