import { MAX_BINS, type Binned } from './bins.ts'

/** Per feature and bin, the sums of gradient and hessian: `[(feature * MAX_BINS + bin) * 2]` and the next. */
export type Histogram = Float64Array

const emptyHistogram = (features: number): Histogram => new Float64Array(features * MAX_BINS * 2)

/** The leaf's rows with their gradients side by side, so that the inner loop reads memory in order. */
export type LeafRows = { rows: Int32Array; gradient: Float64Array; hessian: Float64Array }

export function fillHistogram(binned: Binned, used: readonly number[], leaf: LeafRows): Histogram {
  const histogram = emptyHistogram(binned.columns.length)
  for (const feature of used) addColumn(binned.columns[feature]!, leaf, histogram.subarray(feature * MAX_BINS * 2))
  return histogram
}

function addColumn(column: Uint8Array, { rows, gradient, hessian }: LeafRows, sums: Float64Array): void {
  for (let at = 0; at < rows.length; at += 1) {
    const slot = column[rows[at]!]! * 2
    sums[slot]! += gradient[at]!
    sums[slot + 1]! += hessian[at]!
  }
}

/** A parent's histogram less one child's is the other child's; only the smaller child is ever counted. */
export function subtract(parent: Histogram, child: Histogram): Histogram {
  const rest = new Float64Array(parent.length)
  for (let at = 0; at < rest.length; at += 1) rest[at] = parent[at]! - child[at]!
  return rest
}
