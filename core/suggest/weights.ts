/**
 * Weights by rank. They fall with rank, so only the ranks at which the value changes are stored. A weight keeps eight
 * bits of mantissa (0.4 %): enough to blend with, and the steps of a real set then fit a few kilobytes.
 */
export type Weights = { steps: Float32Array; starts: Uint32Array }

const MANTISSA_KEPT = 8
const DROPPED_BITS = 23 - MANTISSA_KEPT

/** @param falling one weight a rank, from the largest */
export function packWeights(falling: readonly number[]): Weights {
  const steps: number[] = []
  const starts: number[] = []
  falling.forEach((weight, rank) => {
    const rounded = round(weight)
    if (steps.at(-1) === rounded) return
    steps.push(rounded)
    starts.push(rank)
  })
  return { steps: Float32Array.from(steps), starts: Uint32Array.from(starts) }
}

const float = new Float32Array(1)
const bits = new Uint32Array(float.buffer)

function round(weight: number): number {
  float[0] = weight
  bits[0] = (bits[0]! >>> DROPPED_BITS) << DROPPED_BITS
  return float[0]
}

export function weightAt(weights: Weights, rank: number): number {
  let low = 0
  let high = weights.starts.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (weights.starts[middle]! <= rank) low = middle + 1
    else high = middle
  }
  return weights.steps[low - 1] ?? 0
}
