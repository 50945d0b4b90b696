/**
 * Ranking: the shared candidates and one visitor's features in, one ordered list out. The stages run in this order
 * and each names its share: retrieval score, popularity prior, session affinity.
 */
import type { Contribution, RankedItem } from '#core/contract/replies'
import type { Hit } from '#core/contract/retrieval'
import { candidatesOf, type Candidates, type StageWeights } from '#core/rank/candidates'
import { affinityReason, sessionAffinities, type AffinityIndex } from '#core/rank/session-affinity'

export const SEARCH_WEIGHTS: StageWeights = { popularity: 0.3, affinity: 0.9 }
/** A recommended list is already in the order of its own score: popularity is in it. */
export const LIST_WEIGHTS: StageWeights = { popularity: 0, affinity: 0.6 }

export type RankOptions = {
  weights: StageWeights
  /** Undefined when nothing personal applies: everybody's order. */
  affinities: AffinityIndex | undefined
  explain: boolean
  /** The window of the ordered list to return. */
  offset: number
  limit: number
}

/** What is particular to this visitor: the order, and how much of each score is theirs. */
type Personal = { order: Uint16Array; affinity: Float64Array }

/** Orders `hits`; ties keep everybody's order, so the same input always gives the same list. */
export function rank(hits: readonly Hit[], options: RankOptions): RankedItem[] {
  const candidates = candidatesOf(hits, options.weights)
  const personal = options.affinities === undefined ? undefined : personalise(candidates, options.affinities, options)
  const order = personal?.order ?? candidates.order
  const ranked: RankedItem[] = []
  for (let position = options.offset; position < Math.min(order.length, options.offset + options.limit); position++) {
    const candidate = order[position]!
    const affinity = personal?.affinity[candidate] ?? 0
    ranked.push({
      ...hits[candidate]!.item,
      position,
      sharedPosition: candidates.place[candidate]!,
      score: candidates.shared[candidate]! + affinity,
      ...(options.explain && { explain: explain(candidates, { candidate, affinity }, options) }),
    })
  }
  return ranked
}

function personalise(candidates: Candidates, index: AffinityIndex, { weights }: RankOptions): Personal {
  const affinity = sessionAffinities(candidates, index).map((value) => weights.affinity * value)
  const { shared, place } = candidates
  const order = candidates.order.toSorted(
    (a, b) => shared[b]! + affinity[b]! - shared[a]! - affinity[a]! || place[a]! - place[b]!,
  )
  return { order, affinity }
}

/** For an order that the caller asked for, such as by date: nothing moves. */
export function asRetrieved(hits: readonly Hit[], options: { offset: number; limit: number }): RankedItem[] {
  return hits.slice(options.offset, options.offset + options.limit).map((hit, i) => ({
    ...hit.item,
    position: options.offset + i,
    sharedPosition: options.offset + i,
    score: hit.score,
  }))
}

/** Says in numbers and words where an item's score comes from; the values add up to the score. */
function explain(
  candidates: Candidates,
  { candidate, affinity }: { candidate: number; affinity: number },
  { weights, affinities }: RankOptions,
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
