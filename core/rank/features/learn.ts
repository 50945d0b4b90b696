/**
 * Learning while serving: what a shown list and a touched item change. Called strictly after the list was extracted, so
 * no feature ever knows what came later.
 */
import type { Knowledge } from './knowledge.ts'
import type { Item } from './items.ts'
import type { ScoredList } from './list.ts'
import { rememberLevels, rememberShown, rememberTouch, type SessionMemory, type VisitorMemory } from './visitor.ts'

/** Counts every candidate as shown, with the clicks that were to be expected. */
export function learnShown({ priors }: Knowledge, list: ScoredList): void {
  const { candidates, session, visitor, placeRates, query } = list
  session.taste.fade(list.now)
  visitor.taste.fade(list.now)
  priors.recordList()
  const scale = priors.clicksPerList / list.priors.reduce((sum, prior) => sum + prior, 0)
  candidates.forEach(({ item }, place) => {
    const prior = list.priors[place]!
    priors.recordShown(item, { place, query, placeRate: placeRates[place]!, prior })
    session.taste.expect(item.terms, prior * scale)
    visitor.taste.expect(item.terms, prior * scale)
    rememberShown(session, item)
  })
  session.lists += 1
  visitor.lists += 1
  session.lastAt = list.now
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

export type TouchEvent = { item: Item; now: number; target: boolean; session: SessionMemory; visitor: VisitorMemory }

/** Any interaction, in a list or not: the session remembers it, tastes and neighbours move. */
export function learnTouch({ priors, neighbours }: Knowledge, touch: TouchEvent): void {
  const { item, session, visitor, now } = touch
  const again = session.touched[0]?.item.index === item.index
  priors.recordTouch(item)
  if (!again) {
    const others = session.touched.slice(0, 10).map((each) => each.item.index)
    neighbours.observe(item.index, others)
  }
  rememberTouch(session, item, { now, target: touch.target })
  session.taste.fade(now)
  visitor.taste.fade(now)
  // Opening the same item again is one interest, not two.
  if (!again) {
    const from = touch.target ? 'list' : 'elsewhere'
    session.taste.click(item.terms, from)
    visitor.taste.click(item.terms, from)
    rememberLevels(visitor, item)
  }
  visitor.touches += 1
}
