import { performance } from 'node:perf_hooks'

const WARM_UP = 500
const ROUNDS = 120
const RUNS = 100

/**
 * Milliseconds. `quietest`: of the round with the lowest tail, which is nearest to what the code itself takes. `pooled`: the
 * 99th percentile of all runs of all rounds, whatever else the machine did meanwhile.
 */
export type Timing = { p50: number; p99: number; pooled: number; quietest: { p50: number; p99: number } }

/**
 * Wall-clock time of one run after warm-up: the median of many rounds' medians, and of their 99th percentiles. A round in
 * which the machine did something else counts as one of 120, and no round is chosen for its result.
 */
export function timings(run: () => unknown): Timing {
  for (let at = 0; at < WARM_UP; at += 1) run()
  const rounds = Array.from({ length: ROUNDS }, () => {
    const times = Float64Array.from({ length: RUNS }, () => {
      const before = performance.now()
      run()
      return performance.now() - before
    })
    return { times, p50: quantile(times, 0.5), p99: quantile(times, 0.99) }
  })
  return {
    p50: median(rounds.map(({ p50 }) => p50)),
    p99: median(rounds.map(({ p99 }) => p99)),
    pooled: quantile(Float64Array.from(rounds.flatMap(({ times }) => [...times])), 0.99),
    quietest: rounds.reduce((quietest, round) => (round.p99 < quietest.p99 ? round : quietest)),
  }
}

const median = (values: readonly number[]): number => quantile(Float64Array.from(values), 0.5)

/** The least value that this share of them does not exceed. */
const quantile = (values: Float64Array, share: number): number =>
  values.toSorted()[Math.ceil(values.length * share) - 1] ?? Number.NaN
