/**
 * LambdaRank gradients (Burges 2010, "From RankNet to LambdaRank to LambdaMART"): every pair of rows of a group with
 * different labels pulls apart, with the force of the NDCG that swapping them would change.
 */
import type { Dataset } from './dataset.ts'

/** Pairs count only if one of the two stands above this place: what lies below nobody sees. */
const TRUNCATION = 20

export type Gradients = { gradient: Float64Array; hessian: Float64Array }

export function lambdaGradients(data: Dataset, scores: Float64Array, out: Gradients): void {
  out.gradient.fill(0)
  out.hessian.fill(0)
  for (let group = 0; group + 1 < data.groupStart.length; group += 1) {
    const start = data.groupStart[group]!
    addGroup(data.labels, { start, end: data.groupStart[group + 1]!, scores, out })
  }
}

/** Discounts of the first places; a longer list falls back on the formula. */
const DISCOUNTS = Float64Array.from({ length: 1_024 }, (_, place) => 1 / Math.log2(place + 2))
const discount = (place: number) => DISCOUNTS[place] ?? 1 / Math.log2(place + 2)

type Group = { start: number; end: number; scores: Float64Array; out: Gradients }

function addGroup(labels: Float32Array, group: Group): void {
  const { start, end, scores, out } = group
  const order = Array.from({ length: end - start }, (_, at) => start + at).sort(
    (a, b) => scores[b]! - scores[a]! || a - b,
  )
  const ideal = idealGain(labels.subarray(start, end))
  if (ideal === 0) return
  let total = 0
  for (let high = 0; high < Math.min(order.length, TRUNCATION); high += 1) {
    for (let low = high + 1; low < order.length; low += 1) {
      const gap = labels[order[high]!]! - labels[order[low]!]!
      if (gap === 0) continue
      const [better, worse] = gap > 0 ? [order[high]!, order[low]!] : [order[low]!, order[high]!]
      const distance = scores[better]! - scores[worse]!
      const swing = (Math.abs(gap) * (discount(high) - discount(low))) / ideal / (0.01 + Math.abs(distance))
      const miss = 1 / (1 + Math.exp(distance))
      const force = swing * miss
      const stiffness = force * (1 - miss)
      out.gradient[better]! -= force
      out.gradient[worse]! += force
      out.hessian[better]! += stiffness
      out.hessian[worse]! += stiffness
      total += 2 * force
    }
  }
  // LightGBM's lambdarank_norm: long lists with many pairs do not outweigh short ones.
  if (total === 0) return
  const scale = Math.log2(1 + total) / total
  for (let row = start; row < end; row += 1) {
    out.gradient[row]! *= scale
    out.hessian[row]! *= scale
  }
}

/** The discounted gain of the best order. */
function idealGain(labels: Float32Array): number {
  const sorted = labels.slice().sort()
  let gain = 0
  for (let at = sorted.length - 1; at >= 0 && sorted[at]! > 0; at -= 1)
    gain += sorted[at]! * discount(sorted.length - 1 - at)
  return gain
}
