/**
 * Everyone's order without a model, where clicks were counted: match and popularity as before, and a tenth of the best
 * match for every doubling of the clicks that an item gets over what its places led to expect. Counts are smoothed
 * (global -> facet values -> item -> item for this query), so what was shown twice moves nothing.
 */
import type { Contribution } from '#core/contract/replies'
import type { Hit } from '#core/contract/retrieval'
import { bestScore, type ListBase, type StageWeights } from '#core/rank/candidates'
import { explainMatch } from '#core/rank/explain'
import type { Item } from '#core/rank/features/items'
import type { Knowledge } from '#core/rank/features/knowledge'
import { listItems } from '#core/rank/learned/list-items'

export const PER_DOUBLING = 0.1
/** Eightfold: beyond it a rate says no more about what fits. */
export const MOST_DOUBLINGS = 3

export type PriorOf = { query: string; weights: StageWeights; now: number }

export function priorBase(knowledge: Knowledge, hits: readonly Hit[], { query, weights, now }: PriorOf): ListBase {
  const { items, matches } = listItems(knowledge, hits, now)
  const doublings = Float64Array.from(items, (item) => doublingsOf(knowledge, item, query))
  return {
    scores: Float64Array.from(
      hits,
      ({ item }, at) => matches[at]! + weights.popularity * item.popularity + PER_DOUBLING * doublings[at]!,
    ),
    explain(candidate) {
      const hit = hits[candidate]!
      return [...explainMatch(hit, bestScore(hits), weights), ...explainPrior(doublings[candidate]!, query)]
    },
  }
}

function doublingsOf({ priors }: Knowledge, item: Item, query: string): number {
  const doublings = Math.log2(priors.itemLift(item, priors.fieldLifts(item)) * priors.queryLift(item, query))
  return Math.max(-MOST_DOUBLINGS, Math.min(MOST_DOUBLINGS, doublings))
}

function explainPrior(doublings: number, query: string): Contribution[] {
  if (doublings === 0) return []
  const where = query === '' ? '' : ' for searches like this'
  const why = `clicked ${(2 ** doublings).toFixed(1)} times as often as its places promise${where}`
  return [{ stage: 'prior', value: PER_DOUBLING * doublings, why }]
}
