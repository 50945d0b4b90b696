/**
 * One page of a search through every stage: retrieval, popularity and affinity make the score, rules move it, then
 * what is hidden goes and what is pinned takes its place. The whole window is arranged before a page is cut from
 * it, so that pages have no gap and no repeat.
 */
import type { RankedItem } from '#core/contract/replies'
import type { Rule } from '#core/contract/rules'
import type { Hit } from '#core/contract/retrieval'
import { bestFirst } from '#core/rank/best-first'
import { candidatesOf, type Candidates } from '#core/rank/candidates'
import { explainScore } from '#core/rank/explain'
import { LIST_WEIGHTS, rank, type RankOptions } from '#core/rank/rank'
import { effectsOf, type RuleEffects } from '#core/rank/rules/effects'
import { explainRules } from '#core/rank/rules/explain-rules'
import { pinned } from '#core/rank/rules/pinned'
import { weighedAffinities } from '#core/rank/session-affinity'

export type PageOptions = RankOptions & {
  /** The rules that hold for this visitor, and those that hold for everyone who asks the same. */
  rules: { own: readonly Rule[]; everyones: readonly Rule[] }
}

export type Page = {
  results: RankedItem[]
  /** How many of the window's candidates are shown at all. */
  shown: number
}

export function rankPage(hits: readonly Hit[], options: PageOptions): Page {
  const { rules, affinities, weights, offset, limit } = options
  if (rules.own.length + rules.everyones.length === 0) return { results: rank(hits, options), shown: hits.length }
  const candidates = candidatesOf(hits, weights)
  const affinity = affinities && weighedAffinities(candidates, affinities, weights.affinity)
  const effects = effectsOf(rules.own, candidates)
  const order = arrange(candidates, affinity, effects)
  const sharedPlace = placesIn(arrange(candidates, undefined, effectsOf(rules.everyones, candidates)))
  const results = order.slice(offset, offset + limit).map((candidate, i) => {
    const personal = affinity?.[candidate] ?? 0
    const parts = () => explainScore(candidates, { candidate, affinity: personal }, options)
    return {
      ...hits[candidate]!.item,
      position: offset + i,
      // Only a segment's rule shows what everyone's hide; its place for everyone is then the one it would have had.
      sharedPosition: sharedPlace.get(candidate) ?? candidates.place[candidate]!,
      score: candidates.shared[candidate]! + personal + (effects.moved?.[candidate] ?? 0),
      ...(options.explain && { explain: [...parts(), ...explainRules(effects, candidate)] }),
    }
  })
  return { results, shown: order.length }
}

/** For an order that the caller asked for, such as by date: nothing moves; what is hidden stays hidden. */
export function sortedPage(
  hits: readonly Hit[],
  own: readonly Rule[],
  window: { offset: number; limit: number },
): Page {
  const { hidden } = effectsOf(own, candidatesOf(hits, LIST_WEIGHTS))
  const shown = hits.filter((_, candidate) => !hidden.has(candidate))
  const results = shown.slice(window.offset, window.offset + window.limit).map(({ item, score }, i) => {
    const position = window.offset + i
    return { ...item, position, sharedPosition: position, score }
  })
  return { results, shown: shown.length }
}

/** Every shown candidate of the window in its order. */
function arrange(candidates: Candidates, affinity: Float64Array | undefined, effects: RuleEffects): number[] {
  const { hidden, pins, moved } = effects
  const own = moved === undefined ? affinity : (affinity?.map((value, i) => value + moved[i]!) ?? moved)
  const order = own === undefined ? candidates.order : bestFirst(candidates, own, candidates.hits.length)
  return pinned(
    [...order].filter((candidate) => !hidden.has(candidate)),
    pins,
  )
}

const placesIn = (order: readonly number[]) => new Map(order.map((candidate, place) => [candidate, place]))
