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

/** Orders `hits`; ties keep everybody's order, so the same input always gives the same list. */
export function rank(hits: readonly Hit[], options: RankOptions): RankedItem[] {
  const candidates = candidatesOf(hits, options.weights)
  const affinity =
    options.affinities === undefined ? undefined : weighedAffinities(candidates, options.affinities, options)
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
      ...(options.explain && { explain: explain(candidates, { candidate, affinity: personal }, options) }),
    })
  }
  return ranked
}

function weighedAffinities(candidates: Candidates, index: AffinityIndex, { weights }: RankOptions): Float64Array {
  const affinities = sessionAffinities(candidates, index)
  for (let i = 0; i < affinities.length; i++) affinities[i]! *= weights.affinity
  return affinities
}

/**
 * The best `count` candidates by shared score plus affinity, by insertion into a list that is kept sorted: a page is
 * short, and most candidates lose against its last place at once. Read in everybody's order, so that ties keep it.
 */
function bestFirst({ order, shared }: Candidates, affinity: Float64Array, count: number): Uint16Array {
  const best = new Uint16Array(count)
  const scores = new Float64Array(count)
  let held = 0
  for (const candidate of order) {
    const score = shared[candidate]! + affinity[candidate]!
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
