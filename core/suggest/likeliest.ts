/** The completions of least cost offered so far, ascending; offered twice, the lesser cost counts. Equal costs by rank. */
export class Likeliest {
  readonly ranks: number[] = []
  /** A cost has to be below this to enter. */
  threshold = Infinity
  private readonly costs: number[] = []
  private capacity = 0

  reset(capacity: number): void {
    this.capacity = capacity
    this.ranks.length = 0
    this.costs.length = 0
    this.threshold = capacity === 0 ? 0 : Infinity
  }

  offer(rank: number, cost: number): void {
    const known = this.ranks.indexOf(rank)
    if (known !== -1) {
      if (this.costs[known]! <= cost) return
      this.remove(known)
    }
    let at = this.ranks.length
    while (at > 0 && this.follows(at - 1, rank, cost)) at--
    this.ranks.splice(at, 0, rank)
    this.costs.splice(at, 0, cost)
    if (this.ranks.length > this.capacity) this.remove(this.capacity)
    // An equal cost at a lower rank may still enter.
    if (this.ranks.length === this.capacity) this.threshold = this.costs[this.capacity - 1]! + 1
  }

  private follows(at: number, rank: number, cost: number): boolean {
    const other = this.costs[at]!
    return other > cost || (other === cost && this.ranks[at]! > rank)
  }

  private remove(at: number): void {
    this.ranks.splice(at, 1)
    this.costs.splice(at, 1)
  }
}
