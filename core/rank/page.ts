/**
 * One page of a search through every stage: retrieval, popularity and affinity make the score, rules move it; then
 * diversity, exploration, and the pins and hides of rules. The whole window is arranged before a page is cut from it,
 * so that pages have no gap and no repeat.
 */
import type { Contribution, RankedItem } from '#core/contract/replies'
import type { Rule } from '#core/contract/rules'
import type { Hit } from '#core/contract/retrieval'
import { arrange, type Arrangement, type Exploring } from '#core/rank/arrange'
import { candidatesOf, type Candidates } from '#core/rank/candidates'
import { explainScore } from '#core/rank/explain'
import type { Explored } from '#core/rank/explore'
import { LIST_WEIGHTS, personalScores, rank, type RankOptions } from '#core/rank/rank'
import { effectsOf } from '#core/rank/rules/effects'
import { explainRules } from '#core/rank/rules/explain-rules'

export type PageOptions = RankOptions & {
  /** The rules that hold for this visitor, and those that hold for everyone who asks the same. */
  rules: { own: readonly Rule[]; everyones: readonly Rule[] }
  /** Whether like items may change places for variety. */
  vary: boolean
  exploring: Exploring | undefined
}

export type Page = {
  results: RankedItem[]
  /** How many of the window's candidates are shown at all. */
  shown: number
  explored: Explored | undefined
}

export function rankPage(hits: readonly Hit[], options: PageOptions): Page {
  const { rules, weights, base, offset, limit, vary, exploring } = options
  if (rules.own.length + rules.everyones.length === 0 && !vary && exploring === undefined) {
    return { results: rank(hits, options), shown: hits.length, explored: undefined }
  }
  const candidates = candidatesOf(hits, weights, base)
  const affinity = personalScores(candidates, options)
  const effects = effectsOf(rules.own, candidates)
  const { moved } = effects
  const own = moved === undefined ? affinity : (affinity?.map((value, i) => value + moved[i]!) ?? moved)
  const lastPage = Math.ceil((offset + limit) / limit)
  const arranged = arrange(candidates, { own, effects, pageSize: limit, lastPage, vary, exploring })
  const sharedPlace = everyonesPlaces(candidates, options)
  const results = arranged.order.slice(offset, offset + limit).map((candidate, i) => {
    const personal = affinity?.[candidate] ?? 0
    const explained = () => [
      ...explainScore(candidates, { candidate, affinity: personal }, options),
      ...explainRules(effects, candidate, [...shiftOf(arranged, candidate), ...explorationOf(arranged, candidate)]),
    ]
    return {
      ...hits[candidate]!.item,
      position: offset + i,
      // Only a segment's rule shows what everyone's hide; its place for everyone is then the one it would have had.
      sharedPosition: sharedPlace.get(candidate) ?? candidates.place[candidate]!,
      score: candidates.shared[candidate]! + (own?.[candidate] ?? 0),
      ...(options.explain && { explain: explained() }),
    }
  })
  return { results, shown: arranged.order.length, explored: arranged.explored }
}

type Placed = { rules: readonly Rule[]; limit: number; vary: boolean; places: ReadonlyMap<number, number> }
const placed = new WeakMap<Candidates, Placed>()

/** Everyone's order changes only with the shared part, the rules and the page size: worked out once for them. */
function everyonesPlaces(candidates: Candidates, { rules, limit, vary }: PageOptions): ReadonlyMap<number, number> {
  const known = placed.get(candidates)
  const sameRules =
    known?.rules.length === rules.everyones.length && rules.everyones.every((rule, i) => rule === known.rules[i])
  if (known !== undefined && sameRules && known.limit === limit && known.vary === vary) return known.places
  const effects = effectsOf(rules.everyones, candidates)
  const { order } = arrange(candidates, {
    own: effects.moved,
    effects,
    pageSize: limit,
    lastPage: Infinity,
    vary,
    exploring: undefined,
  })
  const places = new Map(order.map((candidate, place) => [candidate, place]))
  placed.set(candidates, { rules: rules.everyones, limit, vary, places })
  return places
}

function shiftOf({ undiverse, diverse }: Arrangement, candidate: number): Contribution[] {
  const shift = diverse.indexOf(candidate) - undiverse.indexOf(candidate)
  if (shift === 0) return []
  const why = shift < 0 ? `moved up ${-shift} for variety` : `moved down ${shift}: more like it stands above`
  return [{ stage: 'diversity', value: 0, why }]
}

function explorationOf({ explored }: Arrangement, candidate: number): Contribution[] {
  if (explored?.candidate !== candidate) return []
  const why = `tried in this place, with a chance of ${(explored.propensity * 100).toFixed(1)} %`
  return [{ stage: 'exploration', value: 0, why }]
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
  return { results, shown: shown.length, explored: undefined }
}
