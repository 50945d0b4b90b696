import { MAX_BINS, type Binned } from './bins.ts'
import type { Histogram } from './histogram.ts'

export type SplitRules = {
  /** Least hessian on each side: keeps leaves from resting on a handful of rows. */
  minHessian: number
  /** L2 penalty on leaf values. */
  lambda: number
}

/** Rows go left when their bin is `1 ..= bin`, or missing and `missingLeft`. */
export type Split = { feature: number; bin: number; missingLeft: boolean; gain: number }

type Sums = { gradient: number; hessian: number }

/** The value that lowers the loss most for rows with these sums, and how much it does. */
export const leafValue = (sums: Sums, lambda: number): number => -sums.gradient / (sums.hessian + lambda)
const leafGain = (gradient: number, hessian: number, lambda: number) => (gradient * gradient) / (hessian + lambda)

/** The best split of a leaf, or undefined when none helps. Ties go to the earlier feature and bin. */
export function findSplit(
  at: { histogram: Histogram; binned: Binned; used: readonly number[]; total: Sums },
  rules: SplitRules,
): Split | undefined {
  let best: Split | undefined
  for (const feature of at.used) {
    const sums = at.histogram.subarray(feature * MAX_BINS * 2, (feature + 1) * MAX_BINS * 2)
    const bins = at.binned.cuts[feature]!.length
    for (const missingLeft of [true, false]) {
      const found = scan(sums, { bins, missingLeft, total: at.total }, rules)
      if (found.gain > (best?.gain ?? 1e-9)) best = { feature, missingLeft, ...found }
      // Nothing missing here: both directions are the same split.
      if (sums[1] === 0) break
    }
  }
  return best
}

function scan(sums: Float64Array, column: { bins: number; missingLeft: boolean; total: Sums }, rules: SplitRules) {
  const { bins, missingLeft, total } = column
  const { lambda, minHessian } = rules
  const whole = leafGain(total.gradient, total.hessian, lambda)
  let gradient = missingLeft ? sums[0]! : 0
  let hessian = missingLeft ? sums[1]! : 0
  const best = { bin: 0, gain: 0 }
  for (let bin = 1; bin <= bins; bin += 1) {
    gradient += sums[2 * bin]!
    hessian += sums[2 * bin + 1]!
    if (hessian < minHessian) continue
    if (total.hessian - hessian < minHessian) break
    const gain =
      leafGain(gradient, hessian, lambda) + leafGain(total.gradient - gradient, total.hessian - hessian, lambda) - whole
    if (gain > best.gain) {
      best.gain = gain
      best.bin = bin
    }
  }
  return best
}
