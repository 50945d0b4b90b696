/** Says in numbers and words where an item's score comes from; the values add up to the score. */
import type { Contribution } from '#core/contract/replies'
import type { Hit } from '#core/contract/retrieval'
import type { Candidates, ListBase, StageWeights } from '#core/rank/candidates'
import { affinityReason, type AffinityIndex } from '#core/rank/session-affinity'

/** Scores for one visitor: what they add to everyone's, and the reasons of both together. */
export type OwnScores = ListBase & { added: Float64Array }

/** By item id, what having been touched in this visit adds to its score; items that are not in here get nothing. */
export type TouchedLifts = ReadonlyMap<string, number>

type Explained = {
  weights: StageWeights
  affinities: AffinityIndex | undefined
  base?: ListBase | undefined
  own?: OwnScores | undefined
  touched?: TouchedLifts | undefined
}

export function explainScore(
  candidates: Candidates,
  { candidate, affinity }: { candidate: number; affinity: number },
  { weights, affinities, base, own, touched }: Explained,
): Contribution[] {
  if (own !== undefined) return own.explain(candidate)
  const { item } = candidates.hits[candidate]!
  const contributions = base?.explain(candidate) ?? explainMatch(candidates.hits[candidate]!, candidates.best, weights)
  if (affinities === undefined) return contributions
  const again = touched?.get(item.id) ?? 0
  const fits = affinity - again
  // What the sum leaves of a share that was zero is below this.
  if (fits > 1e-9) contributions.push({ stage: 'affinity', value: fits, why: affinityReason(item, affinities) })
  if (again !== 0) contributions.push({ stage: 'affinity', value: again, why: 'you opened it in this visit' })
  return contributions
}

/** Match and popularity. */
export function explainMatch({ item, score }: Hit, best: number, weights: StageWeights): Contribution[] {
  const match = score / best
  const why = match === 1 ? 'the best match' : `a ${percent(match)} match of the best`
  const contributions: Contribution[] = [{ stage: 'retrieval', value: match, why }]
  if (weights.popularity > 0) {
    const popular = `more popular than ${percent(item.popularity)} of the catalogue`
    contributions.push({ stage: 'popularity', value: weights.popularity * item.popularity, why: popular })
  }
  return contributions
}

const percent = (share: number) => `${Math.round(share * 100)} %`
