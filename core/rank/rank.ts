/**
 * Ranking: the shared candidates and one visitor's features in, one ordered list out. The stages run in this order
 * and each names its share: retrieval score, popularity prior, session affinity.
 */
import type { RankedItem } from '#core/contract/replies'
import type { Hit } from '#core/contract/retrieval'
import { bestFirst } from '#core/rank/best-first'
import { candidatesOf, type Candidates, type ListBase, type StageWeights } from '#core/rank/candidates'
import { explainScore, type OwnScores, type TouchedLifts } from '#core/rank/explain'
import { weighedAffinities, type AffinityIndex } from '#core/rank/session-affinity'

export const SEARCH_WEIGHTS: StageWeights = { popularity: 0.3, affinity: 0.9 }
/** A recommended list is already in the order of its own score: popularity is in it. */
export const LIST_WEIGHTS: StageWeights = { popularity: 0, affinity: 0.6 }

/** What makes the scores, for those who evaluate impressions later. Changes with every change of a score. */
export const MODEL = 'prior-affinity-2'

export type RankOptions = {
  weights: StageWeights
  /** Undefined when nothing personal applies: everybody's order. */
  affinities: AffinityIndex | undefined
  /** Everyone's scores, when something is published that makes better ones. */
  base?: ListBase | undefined
  /** A model's scores for this visitor, in place of affinities. */
  own?: OwnScores | undefined
  /** By item id, what having been touched in this visit adds to affinities. */
  touched?: TouchedLifts | undefined
  explain: boolean
  /** The window of the ordered list to return. */
  offset: number
  limit: number
}

/** Orders `hits`; ties keep everybody's order, so the same input always gives the same list. */
export function rank(hits: readonly Hit[], options: RankOptions): RankedItem[] {
  const candidates = candidatesOf(hits, options.weights, options.base)
  const affinity = personalScores(candidates, options)
  const end = Math.min(hits.length, options.offset + options.limit)
  const order = affinity === undefined ? candidates.order : bestFirst(candidates, affinity, end)
  const ranked: RankedItem[] = []
  for (let position = options.offset; position < end; position++) {
    const candidate = order[position]!
    const personal = affinity?.[candidate] ?? 0
    ranked.push({
      ...hits[candidate]!.item,
      position,
      sharedPosition: candidates.place[candidate]!,
      score: candidates.shared[candidate]! + personal,
      ...(options.explain && { explain: explainScore(candidates, { candidate, affinity: personal }, options) }),
    })
  }
  return ranked
}

/** What is added to everyone's scores for this visitor; undefined when nothing is. */
export function personalScores(candidates: Candidates, options: RankOptions): Float64Array | undefined {
  const { own, affinities, weights, touched } = options
  if (own !== undefined || affinities === undefined) return own?.added
  const scores = weighedAffinities(candidates, affinities, weights.affinity)
  for (const [id, added] of touched ?? []) {
    const candidate = candidates.byId.get(id)
    if (candidate !== undefined) scores[candidate]! += added
  }
  return scores
}
