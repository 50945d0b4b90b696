import type { Feature } from './table.ts'

/** Why a candidate stands where it does: a share of its score and the sentence for it. */
export type Reason = { amount: number; column: number; feature: string; words: string }

/** The columns that moved a row's score most, strongest first; `contributions` has one amount a column. */
export function reasonsOf(contributions: Float64Array, table: readonly Feature[], limit: number): Reason[] {
  const columns: number[] = []
  // Few are asked for of many: the strongest that is not taken, again and again.
  while (columns.length < limit) {
    let best = -1
    for (let column = 0; column < contributions.length; column += 1) {
      const amount = Math.abs(contributions[column]!)
      if (amount > (best < 0 ? 0 : Math.abs(contributions[best]!)) && !columns.includes(column)) best = column
    }
    if (best < 0) break
    columns.push(best)
  }
  return columns.map((column) => {
    const { name, words } = table[column]!
    return { amount: contributions[column]!, column, feature: name, words }
  })
}
