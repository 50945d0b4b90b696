/** The last latencies of one origin: enough for "slower than nearly always", which is when a second try is worth it. */
export type Latency = {
  record(ms: number): void
  /** `undefined` until there are enough to tell. */
  p95(): number | undefined
  /** Exponentially weighted: follows a change within a few replies. */
  mean(): number
}

const KEPT = 64
const ENOUGH = 20
const WEIGHT = 0.2

export function createLatency(): Latency {
  const samples: number[] = []
  let next = 0
  let mean = 0
  return {
    record(ms) {
      mean = samples.length === 0 ? ms : mean + WEIGHT * (ms - mean)
      samples[next] = ms
      next = (next + 1) % KEPT
    },
    p95() {
      if (samples.length < ENOUGH) return undefined
      const sorted = samples.toSorted((a, b) => a - b)
      return sorted[Math.floor(sorted.length * 0.95)]
    },
    mean: () => mean,
  }
}
