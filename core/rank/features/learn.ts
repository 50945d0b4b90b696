/**
 * Learning while serving: what a shown list and a touched item change. Called strictly after the list was extracted, so
 * no feature ever knows what came later.
 */
import type { Knowledge } from './knowledge.ts'
import type { ScoredList } from './list.ts'
import { mixOf } from './mix.ts'
import type { Mix } from '#core/session/state'

/** Counts every candidate as shown, with the clicks that were to be expected. @returns what the list was a mix of. */
export function learnShown({ priors }: Knowledge, list: ScoredList): Mix {
  priors.recordList()
  list.candidates.forEach(({ item }, place) => {
    priors.recordShown(item, {
      place,
      query: list.query,
      placeRate: list.placeRates[place]!,
      prior: list.priors[place]!,
    })
  })
  return mixOf(list.candidates.map(({ item }, place) => ({ facets: item.traits.facets, weight: list.priors[place]! })))
}

/** Counts a wanted click on a shown candidate: one click that every stage expected somewhere in the list. */
export function learnClick({ priors, stages }: Knowledge, list: ScoredList, place: number): void {
  const item = list.candidates[place]!.item
  priors.recordClick(item, { place, query: list.query })
  const count = stages.stages.length
  for (let stage = 0; stage < count; stage += 1) {
    let total = 0
    for (let slot = stage; slot < list.expected.length; slot += count) total += list.expected[slot]!
    for (let slot = stage; slot < list.expected.length; slot += count) {
      stages.expect(stage, list.buckets[slot]!, list.expected[slot]! / total)
    }
    stages.click(stage, list.buckets[place * count + stage]!)
  }
}
