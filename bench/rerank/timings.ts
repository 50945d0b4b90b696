import { performance } from 'node:perf_hooks'

const WARM_UP = 300
const RUNS = 2_000

/** Times of one run after warm-up, in milliseconds. */
export function timings(run: () => void): { p50: number; p99: number } {
  for (let at = 0; at < WARM_UP; at += 1) run()
  const times = Float64Array.from({ length: RUNS }, () => {
    const before = performance.now()
    run()
    return performance.now() - before
  }).sort()
  return { p50: times[Math.floor(RUNS * 0.5)] ?? Number.NaN, p99: times[Math.floor(RUNS * 0.99)] ?? Number.NaN }
}
