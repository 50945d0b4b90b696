/** Mean reciprocal rank and success at ten, by model and prefix length. */
export type Score = { mrr10: number; success10: number }

type Sum = { asked: number; reciprocal: number; found: number }

export class ScoreBoard {
  private readonly sums = new Map<string, Map<string, Sum>>()

  /** @param position of the target in the answer, from 0; −1 when it is not there */
  add(row: string, column: string, position: number): void {
    const columns = this.sums.get(row) ?? new Map<string, Sum>()
    this.sums.set(row, columns)
    const sum = columns.get(column) ?? { asked: 0, reciprocal: 0, found: 0 }
    columns.set(column, sum)
    sum.asked++
    const reciprocal = reciprocalRank(position)
    sum.reciprocal += reciprocal
    if (reciprocal > 0) sum.found++
  }

  row(row: string): Record<string, Score> {
    const columns = this.sums.get(row) ?? new Map<string, Sum>()
    return Object.fromEntries(
      [...columns].map(([column, { asked, reciprocal, found }]) => [
        column,
        { mrr10: round(reciprocal / asked), success10: round(found / asked) },
      ]),
    )
  }

  /** The share of questions in each column that had an answer. */
  share(row: string): Record<string, number> {
    return Object.fromEntries(Object.entries(this.row(row)).map(([column, { success10 }]) => [column, success10]))
  }
}

/** 0 when the target is not among the first ten. */
export const reciprocalRank = (position: number): number => (position < 0 || position >= 10 ? 0 : 1 / (position + 1))

const round = (value: number): number => Math.round(value * 10_000) / 10_000
