/** Says in numbers and words where an item's score comes from; the values add up to the score. */
import type { Contribution } from '#core/contract/replies'
import type { Candidates, StageWeights } from '#core/rank/candidates'
import { affinityReason, type AffinityIndex } from '#core/rank/session-affinity'

export function explainScore(
  candidates: Candidates,
  { candidate, affinity }: { candidate: number; affinity: number },
  { weights, affinities }: { weights: StageWeights; affinities: AffinityIndex | undefined },
): Contribution[] {
  const { item, score } = candidates.hits[candidate]!
  const match = score / candidates.best
  const contributions: Contribution[] = [
    { stage: 'retrieval', value: match, why: match === 1 ? 'the best match' : `a ${percent(match)} match of the best` },
  ]
  if (weights.popularity > 0) {
    const why = `more popular than ${percent(item.popularity)} of the catalogue`
    contributions.push({ stage: 'popularity', value: weights.popularity * item.popularity, why })
  }
  if (affinities !== undefined && affinity > 0) {
    contributions.push({ stage: 'affinity', value: affinity, why: affinityReason(item, affinities) })
  }
  return contributions
}

const percent = (share: number) => `${Math.round(share * 100)} %`
