import type { Candidates } from '#core/rank/candidates'

/**
 * The best `count` candidates by shared score plus `own`, by insertion into a list that is kept sorted: a page is
 * short, and most candidates lose against its last place at once. Read in everybody's order, so that ties keep it.
 */
export function bestFirst({ order, shared }: Candidates, own: Float64Array, count: number): Uint16Array {
  const best = new Uint16Array(count)
  const scores = new Float64Array(count)
  let held = 0
  for (const candidate of order) {
    const score = shared[candidate]! + own[candidate]!
    if (held === count && score <= scores[count - 1]!) continue
    let at = held < count ? held++ : count - 1
    while (at > 0 && scores[at - 1]! < score) {
      scores[at] = scores[at - 1]!
      best[at] = best[at - 1]!
      at -= 1
    }
    scores[at] = score
    best[at] = candidate
  }
  return best
}
