/**
 * Every question that a model's nodes ask, by column. All nodes that look at one feature with the same rule for missing
 * values share a column, whose thresholds are its cuts; each category set is a column of its own. The rule is applied
 * to a row once per column, and a node then is one comparison: left if `value <= cut`.
 */
import { DECISION, TreeFormatError, type TreeModel } from './model.ts'

type Column = { feature: number; type: number; cuts: number[]; words: number[] }
/** Per split, in file order: the column it asks and the cut it compares with. */
export type Columns = { columns: Column[]; nodeColumn: number[]; nodeCut: number[] }

/** A node names its cut by a 16-bit number. */
const MAX_CUTS = 65_536

export function columnsOf(model: TreeModel): Columns {
  const numeric = new Map<string, Column>()
  const columns: Column[] = []
  const nodeColumn: number[] = []
  const thresholds: number[] = []
  for (const tree of model.trees) {
    for (let node = 0; node < tree.threshold.length; node += 1) {
      const feature = tree.splitFeature[node]!
      const type = tree.decisionType[node]!
      const threshold = tree.threshold[node]!
      if ((type & DECISION.categorical) !== 0) {
        const words = Array.from(tree.catThreshold).slice(
          tree.catBoundaries[threshold],
          tree.catBoundaries[threshold + 1],
        )
        nodeColumn.push(columns.push({ feature, type, cuts: [], words }) - 1)
        thresholds.push(Number.NaN)
        continue
      }
      const key = `${feature} ${type}`
      const column = numeric.get(key) ?? { feature, type, cuts: [], words: [] }
      if (!numeric.has(key)) columns.push(column)
      numeric.set(key, column)
      column.cuts.push(threshold)
      nodeColumn.push(columns.indexOf(column))
      thresholds.push(threshold)
    }
  }
  const indexes = columns.map(indexCuts)
  return { columns, nodeColumn, nodeCut: thresholds.map((cut, node) => indexes[nodeColumn[node]!]!.get(cut) ?? 0) }
}

/** Sorts a column's cuts, each once, and says which place each took. */
function indexCuts(column: Column): Map<number, number> {
  column.cuts = [...new Set(column.cuts)].sort((a, b) => a - b)
  if (column.cuts.length > MAX_CUTS) throw new TreeFormatError(`More than ${MAX_CUTS} thresholds on one feature.`)
  return new Map(column.cuts.map((cut, place) => [cut, place]))
}
