/**
 * The mean difference of two models' scores on the same questions, and its standard error. Questions of one batch (an hour)
 * share what was known, so whole batches are what varies independently.
 */
export type Difference = { mean: number; error: number }

type Batch = { asked: number; sum: number }

export class PairedDifference {
  private readonly columns = new Map<string, Map<number, Batch>>()

  add(column: string, batch: number, difference: number): void {
    const batches = this.columns.get(column) ?? new Map<number, Batch>()
    this.columns.set(column, batches)
    const own = batches.get(batch) ?? { asked: 0, sum: 0 }
    batches.set(batch, own)
    own.asked++
    own.sum += difference
  }

  result(): Record<string, Difference> {
    return Object.fromEntries(
      [...this.columns].map(([column, batches]) => [column, differenceOf([...batches.values()])]),
    )
  }
}

function differenceOf(batches: readonly Batch[]): Difference {
  const asked = batches.reduce((total, each) => total + each.asked, 0)
  const mean = batches.reduce((total, each) => total + each.sum, 0) / asked
  const squares = batches.reduce((total, each) => total + (each.sum - each.asked * mean) ** 2, 0)
  return { mean, error: Math.sqrt(squares) / asked }
}
