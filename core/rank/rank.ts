/**
 * Ranking: the shared candidates and one visitor's features in, one ordered list out. The stages run in this order
 * and each names its share: retrieval score, popularity prior, session affinity.
 */
import type { Contribution, RankedItem } from '#core/contract/replies'
import type { Hit } from '#core/contract/retrieval'
import { affinityReason, sessionAffinity, type AffinityIndex } from '#core/rank/session-affinity'

/** What a full score of each stage is worth on a surface. Retrieval is the unit; the rest is said in relation to it. */
export type StageWeights = { popularity: number; affinity: number }

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

type Scored = { hit: Hit; shared: number; score: number; sharedPosition: number }

/** Orders `hits`; ties keep retrieval order, so the same input always gives the same list. */
export function rank(hits: Hit[], options: RankOptions): RankedItem[] {
  const { affinities, weights } = options
  const best = hits.reduce((max, hit) => Math.max(max, hit.score), 0) || 1
  const scored: Scored[] = hits.map((hit) => {
    const shared = hit.score / best + weights.popularity * hit.item.popularity
    return { hit, shared, score: shared, sharedPosition: 0 }
  })
  scored.sort((a, b) => b.shared - a.shared)
  scored.forEach((entry, position) => (entry.sharedPosition = position))
  if (affinities !== undefined) {
    for (const entry of scored) {
      entry.score = entry.shared + weights.affinity * sessionAffinity(entry.hit.item, affinities)
    }
    scored.sort((a, b) => b.score - a.score)
  }
  return scored.slice(options.offset, options.offset + options.limit).map((entry, i) => ({
    ...entry.hit.item,
    position: options.offset + i,
    sharedPosition: entry.sharedPosition,
    score: entry.score,
    ...(options.explain && { explain: explain(entry, best, options) }),
  }))
}

/** For an order that the caller asked for, such as by date: nothing moves. */
export function asRetrieved(hits: Hit[], options: { offset: number; limit: number }): RankedItem[] {
  return hits.slice(options.offset, options.offset + options.limit).map((hit, i) => ({
    ...hit.item,
    position: options.offset + i,
    sharedPosition: options.offset + i,
    score: hit.score,
  }))
}

/** Says in numbers and words where an item's score comes from; the values add up to the score. */
function explain(entry: Scored, best: number, { weights, affinities }: RankOptions): Contribution[] {
  const { item } = entry.hit
  const match = entry.hit.score / best
  const contributions: Contribution[] = [
    { stage: 'retrieval', value: match, why: match === 1 ? 'the best match' : `a ${percent(match)} match of the best` },
  ]
  if (weights.popularity > 0) {
    const why = `more popular than ${percent(item.popularity)} of the catalogue`
    contributions.push({ stage: 'popularity', value: weights.popularity * item.popularity, why })
  }
  const affinity = affinities === undefined ? 0 : weights.affinity * sessionAffinity(item, affinities)
  if (affinities !== undefined && affinity > 0) {
    contributions.push({ stage: 'affinity', value: affinity, why: affinityReason(item, affinities) })
  }
  return contributions
}

const percent = (share: number) => `${Math.round(share * 100)} %`
