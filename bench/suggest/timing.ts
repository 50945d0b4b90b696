/** Microseconds of single calls. */
export type Quantiles = { p50: number; p99: number; mean: number }

/**
 * Each query is asked `rounds` times after a warm-up, and its fastest counts: on a shared machine the slower ones measure
 * the neighbours.
 */
export async function quantiles(
  queries: readonly string[],
  ask: (query: string) => unknown,
  rounds: number,
): Promise<Quantiles> {
  const fastest = new Float64Array(queries.length).fill(Infinity)
  for (let turn = 0; turn <= rounds; turn++) {
    for (const [at, query] of queries.entries()) {
      const start = performance.now()
      const answer = ask(query)
      if (answer instanceof Promise) await answer
      const taken = performance.now() - start
      if (turn > 0) fastest[at] = Math.min(fastest[at] ?? Infinity, taken)
    }
  }
  const sorted = fastest.sort()
  const at = (share: number): number => round((sorted[Math.floor((sorted.length - 1) * share)] ?? 0) * 1_000)
  const mean = fastest.reduce((sum, time) => sum + time, 0) / fastest.length
  return { p50: at(0.5), p99: at(0.99), mean: mean * 1_000 }
}

export const round = (value: number): number => Math.round(value * 100) / 100
