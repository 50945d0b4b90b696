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
  order: readonly number[]
  explored: Explored | undefined
  /** The candidates that no rule pins, before and after diversity moved them. */
  undiverse: readonly number[]
  diverse: readonly number[]
}

export type ArrangeOptions = {
  /** What is added to each candidate's shared score. */
  own: Float64Array | undefined
  effects: RuleEffects
  /** Items of a page: what diversity is about. */
  pageSize: number
  /** How many pages are arranged: nobody looks behind the one that was asked for. */
  lastPage: number
  /** Whether like items may change places for variety. */
  vary: boolean
  exploring: Exploring | undefined
}

export function arrange(candidates: Candidates, options: ArrangeOptions): Arrangement {
  const { own, effects, pageSize, lastPage, vary } = options
  const scored = own === undefined ? candidates.order : bestFirst(candidates, own, candidates.hits.length)
  const shown = [...scored].filter((candidate) => !effects.hidden.has(candidate))
  const places = pinPlaces(shown, effects.pins)
  const apart = new Set(places.values())
  const others = places.size === 0 ? shown : shown.filter((candidate) => !apart.has(candidate))
  const pages = pagesAround(places, Math.min(lastPage, Math.ceil(shown.length / pageSize)), pageSize)
  const diverse = diversified(others, candidates, { own, caps: effects.caps, vary, pages })
  const { order, explored } = explorePlace(diverse, candidates, { exploring: options.exploring, places })
  return { order: pinned(order, places), explored, undiverse: others, diverse }
}

function pagesAround(places: ReadonlyMap<number, number>, pages: number, pageSize: number) {
  const around = Array.from({ length: pages }, () => ({ standing: [] as number[], free: pageSize }))
  for (const [place, pin] of places) {
    const page = around[Math.floor(place / pageSize)]
    if (page === undefined) continue
    page.standing.push(pin)
    page.free -= 1
  }
  return around
}

type Exploration = { exploring: Exploring | undefined; places: ReadonlyMap<number, number> }

/** A pin's place is not explored: an operator's word is no experiment. */
function explorePlace(others: readonly number[], candidates: Candidates, { exploring, places }: Exploration) {
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
