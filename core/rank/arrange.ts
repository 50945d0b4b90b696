/** The stages behind the score, over all candidates of a window: diversity, exploration, then pins. */
import { bestFirst } from '#core/rank/best-first'
import type { Candidates } from '#core/rank/candidates'
import { diversified } from '#core/rank/diversity'
import { explore, movedTo, type Explored } from '#core/rank/explore'
import type { RuleEffects } from '#core/rank/rules/effects'
import { pinned, pinPlaces } from '#core/rank/rules/pinned'

/** A place to explore: drawn now, or what an earlier page has drawn for it. */
export type Exploring = { place: number } & ({ draw: () => number } | { candidate: number })

export type Arrangement = {
  /** Every shown candidate. */
  order: number[]
  explored: Explored | undefined
  /** Places that diversity moved a candidate down (positive) or up. */
  shifts: ReadonlyMap<number, number>
}

export type ArrangeOptions = {
  /** What is added to each candidate's shared score. */
  own: Float64Array | undefined
  effects: RuleEffects
  /** Items of a page: what diversity is about. */
  pageSize: number
  variedPages: number
  exploring: Exploring | undefined
}

export function arrange(candidates: Candidates, options: ArrangeOptions): Arrangement {
  const { own, effects, variedPages } = options
  const scored = own === undefined ? candidates.order : bestFirst(candidates, own, candidates.hits.length)
  const shown = [...scored].filter((candidate) => !effects.hidden.has(candidate))
  const places = pinPlaces(shown, effects.pins)
  const apart = new Set(places.values())
  const others = shown.filter((candidate) => !apart.has(candidate))
  const scores = candidates.shared.map((score, i) => score + (own?.[i] ?? 0))
  const pages = pagesAround(places, shown.length, options.pageSize)
  const diverse = diversified(others, candidates, { scores, caps: effects.caps, variedPages, pages })
  const { order, explored } = explorePlace(diverse, candidates, { exploring: options.exploring, places })
  const before = new Map(others.map((candidate, place) => [candidate, place]))
  const shifts = new Map(diverse.map((candidate, place) => [candidate, place - before.get(candidate)!]))
  return { order: pinned(order, places), explored, shifts }
}

function pagesAround(places: ReadonlyMap<number, number>, shown: number, pageSize: number) {
  return Array.from({ length: Math.ceil(shown / pageSize) }, (_, page) => {
    const standing = [...places].filter(([place]) => Math.floor(place / pageSize) === page).map(([, pin]) => pin)
    return { standing, free: pageSize - standing.length }
  })
}

type Exploration = { exploring: Exploring | undefined; places: ReadonlyMap<number, number> }

/** A pin's place is not explored: an operator's word is no experiment. */
function explorePlace(others: number[], candidates: Candidates, { exploring, places }: Exploration) {
  if (exploring === undefined || places.has(exploring.place)) return { order: others, explored: undefined }
  const place = exploring.place - [...places.keys()].filter((pin) => pin < exploring.place).length
  if ('draw' in exploring) {
    const explored = explore(others, candidates, { place, random: exploring.draw })
    if (explored === undefined) return { order: others, explored }
    return { order: movedTo(others, explored), explored: { ...explored, place: exploring.place } }
  }
  // The shared part may have changed since that page: then it names another candidate, or none.
  const still = others.indexOf(exploring.candidate) >= place
  return { order: still ? movedTo(others, { place, candidate: exploring.candidate }) : others, explored: undefined }
}
