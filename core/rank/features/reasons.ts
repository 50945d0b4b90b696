import type { Feature } from './table.ts'

/** Why a candidate stands where it does: a share of its score and the sentence for it. */
export type Reason = { amount: number; column: number; feature: string; words: string }

/** The columns that moved a row's score most, strongest first; `contributions` has one amount a column. */
export function reasonsOf(contributions: Float64Array, table: readonly Feature[], limit: number): Reason[] {
  const columns = Array.from(contributions.keys()).filter((column) => contributions[column] !== 0)
  columns.sort((a, b) => Math.abs(contributions[b]!) - Math.abs(contributions[a]!))
  return columns.slice(0, limit).map((column) => {
    const { name, words } = table[column]!
    return { amount: contributions[column]!, column, feature: name, words }
  })
}
