/**
 * Evaluates a packed model exactly as LightGBM predicts raw scores (tree.h, NumericalDecision and CategoricalDecision):
 * doubles throughout, trees summed in file order.
 */
import type { PackedModel } from './codec.ts'
import { newColumnValues, writeColumnValues, type ColumnValues, type Rows } from './column-values.ts'
import { BLOCK, Descent } from './descent.ts'

type Workspace = { descent: Descent; columns: ColumnValues }

/** A quarter of a megabyte for a model of 120 columns: made once and kept with the model, not once a request. */
const workspaces = new WeakMap<PackedModel, Workspace>()

/** Writes the raw score of every row into `out[0 .. count)`. */
export function scoreRows(model: PackedModel, rows: Rows, out: Float64Array): void {
  const { descent, columns } = workspaceOf(model)
  out.fill(0, 0, rows.count)
  for (let first = 0; first < rows.count; first += BLOCK) {
    const count = Math.min(BLOCK, rows.count - first)
    const block = { columns, count, scores: out.subarray(first, first + count) }
    writeColumnValues(model, { ...rows, first, count }, columns)
    for (let tree = 0; tree < model.treeCount; tree += 1) descent.addTree(tree, block)
  }
  if (!model.averageOutput) return
  for (let row = 0; row < rows.count; row += 1) out[row]! /= model.treeCount
}

function workspaceOf(model: PackedModel): Workspace {
  const known = workspaces.get(model)
  if (known !== undefined) return known
  const made = { descent: new Descent(model), columns: newColumnValues(model, BLOCK) }
  workspaces.set(model, made)
  return made
}
