/** Traces of keys, the same in every run: a Zipf popularity, and the same with scans through it. */

/** Park and Miller's minimal generator. */
function generator(seed: number): () => number {
  let state = seed
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647
}

/** `length` draws from `keys` keys whose popularity falls as rank^-alpha. */
export function zipfTrace(options: { keys: number; alpha: number; length: number; seed: number }): string[] {
  const random = generator(options.seed)
  const cumulative = new Float64Array(options.keys)
  let sum = 0
  for (let rank = 0; rank < options.keys; rank++) cumulative[rank] = sum += (rank + 1) ** -options.alpha
  return Array.from({ length: options.length }, () => `k${rankOf(cumulative, random() * sum)}`)
}

function rankOf(cumulative: Float64Array, drawn: number): number {
  let low = 0
  let high = cumulative.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((cumulative[middle] ?? 0) < drawn) low = middle + 1
    else high = middle
  }
  return low
}

/** A crawler walks through `scan` keys that nobody else asks for, once every `every` requests. */
export function withScans(trace: readonly string[], options: { every: number; scan: number }): string[] {
  return trace.flatMap((key, index) => {
    if (index % options.every !== options.every - 1) return [key]
    return [key, ...Array.from({ length: options.scan }, (_, n) => `scan-${index}-${n}`)]
  })
}

export function hitRatio(trace: readonly string[], holds: (key: string) => boolean): number {
  let hits = 0
  for (const key of trace) if (holds(key)) hits += 1
  return hits / trace.length
}
