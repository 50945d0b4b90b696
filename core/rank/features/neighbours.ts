/** Which items are touched together, counted as it happens: a small item-to-item table with at most a few per item. */
const MAX_NEIGHBOURS = 60
/** Touches that make a pair trustworthy. */
const SHRINK = 5

export class Neighbours {
  readonly pairs = new Map<number, Map<number, number>>()
  readonly touches: number[] = []

  /** `item` was touched in a session that had touched `others` before. */
  observe(item: number, others: readonly number[]): void {
    this.touches[item] = (this.touches[item] ?? 0) + 1
    for (const other of others) {
      if (other === item) continue
      this.count(item, other)
      this.count(other, item)
    }
  }

  /**
   * Cosine of two items' sessions, shrunk while pairs are few; `row` is `pairs.get(a)`, looked up once for many a `b`.
   */
  similarity(a: number, b: number, row: ReadonlyMap<number, number>): number {
    const together = row.get(b)
    if (together === undefined) return 0
    return together / (Math.sqrt((this.touches[a] ?? 0) * (this.touches[b] ?? 0)) + SHRINK)
  }

  private count(from: number, to: number): void {
    const row = this.pairs.get(from) ?? new Map<number, number>()
    this.pairs.set(from, row)
    if (!row.has(to) && row.size >= MAX_NEIGHBOURS) dropRarest(row)
    row.set(to, (row.get(to) ?? 0) + 1)
  }
}

function dropRarest(row: Map<number, number>): void {
  let rarest: [number, number] | undefined
  for (const entry of row) if (rarest === undefined || entry[1] < rarest[1]) rarest = entry
  if (rarest !== undefined) row.delete(rarest[0])
}
