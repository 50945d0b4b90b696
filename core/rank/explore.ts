/**
 * Exploration: one place of the page is given to the item that Thompson sampling picks among those that stand there
 * or soon after, so that what is rarely shown can prove itself (Thompson, Biometrika 1933; Chapelle and Li, NIPS 2011).
 *
 * Thompson sampling draws a click rate for every item from its posterior and takes the highest: each item is taken with
 * the probability that its rate is the highest. Here those probabilities are computed first, on a grid of rates,
 *
 *   chance(i) = Σ over rates x of  density_i(x) · Π over j ≠ i of P(rate_j < x)
 *
 * and one is drawn from them. That is the same policy, costs one random number, and the logged propensity is exact:
 * importance weighting needs the probability that was used, not an estimate of it.
 */
import type { Hit } from '#core/contract/retrieval'
import type { Candidates } from '#core/rank/candidates'

/** How many places below its own an explored item may come from, at most: relevance bounds curiosity. */
const POOL = 32
const RATES = 64

/**
 * What is believed of an item's click rate before anybody was followed: Beta with the weight of 20 showings, whose mean
 * goes from 5 % for the least popular item to 20 % for the most popular.
 */
const PRIOR_SHOWINGS = 20
const meanRate = (popularity: number) => 0.05 + 0.15 * popularity
/** More showings say no more: rates move, and a grid's step is as wide as what is left to learn. */
const MAX_SHOWINGS = 400

/** Beta's two parameters. */
type Belief = { clicks: number; misses: number }

function beliefOf({ item, trials = { shown: 0, clicks: 0 } }: Hit): Belief {
  const weight = Math.min(1, MAX_SHOWINGS / Math.max(1, trials.shown))
  const clicks = Math.min(trials.clicks, trials.shown) * weight
  const start = PRIOR_SHOWINGS * meanRate(item.popularity)
  return { clicks: start + clicks, misses: PRIOR_SHOWINGS - start + trials.shown * weight - clicks }
}

export type Explored = { candidate: number; place: number; propensity: number }

/** Chooses for `place` of `order`; `random` is uniform in [0, 1). Undefined when the list ends before it. */
export function explore(
  order: readonly number[],
  candidates: Candidates,
  { place, random }: { place: number; random: () => number },
): Explored | undefined {
  const pool = order.slice(place, place + POOL)
  if (pool.length === 0) return undefined
  const chances = winChances(pool.map((candidate) => densityOf(candidates, candidate)))
  let left = random()
  let at = 0
  while (at < pool.length - 1 && left >= chances[at]!) left -= chances[at++]!
  return { candidate: pool[at]!, place, propensity: chances[at]! }
}

/** The order with `candidate` moved up to `place`. */
export function movedTo(
  order: readonly number[],
  { candidate, place }: Pick<Explored, 'candidate' | 'place'>,
): number[] {
  const others = order.filter((other) => other !== candidate)
  return [...others.slice(0, place), candidate, ...others.slice(place)]
}

/** How likely each item's click rate is the highest, by their densities; the chances add up to 1. */
export function winChances(densities: readonly Float64Array[]): Float64Array {
  const count = densities.length
  const chances = new Float64Array(count)
  const below = new Float64Array(count)
  const middles = new Float64Array(count)
  for (let x = 0; x < RATES; x++) {
    let all = 1
    for (let i = 0; i < count; i++) {
      // Half of a rate's own mass counts as below it: a tie is either's.
      const mass = densities[i]![x]!
      middles[i] = below[i]! + mass / 2
      all *= middles[i]!
      below[i]! += mass
    }
    if (all === 0) continue
    for (let i = 0; i < count; i++) chances[i]! += (densities[i]![x]! * all) / middles[i]!
  }
  let sum = 0
  for (let i = 0; i < count; i++) sum += chances[i]!
  for (let i = 0; i < count; i++) chances[i] = sum > 0 ? chances[i]! / sum : 1 / count
  return chances
}

/** Worked out once for as long as the shared part lives, of those that come near an explored place. */
const worked = new WeakMap<Candidates, Map<number, Float64Array>>()

function densityOf(candidates: Candidates, candidate: number): Float64Array {
  const known = worked.get(candidates) ?? new Map<number, Float64Array>()
  worked.set(candidates, known)
  const own = known.get(candidate) ?? density(beliefOf(candidates.hits[candidate]!))
  known.set(candidate, own)
  return own
}

const HITS = Float64Array.from({ length: RATES }, (_, x) => Math.log((x + 0.5) / RATES))
const MISSES = Float64Array.from({ length: RATES }, (_, x) => Math.log(1 - (x + 0.5) / RATES))

/** Beta on the grid, adding up to 1. */
export function density({ clicks, misses }: Belief): Float64Array {
  const logs = HITS.map((hit, x) => (clicks - 1) * hit + (misses - 1) * MISSES[x]!)
  // Over the highest, so that a narrow one does not vanish below what a double can hold.
  const highest = logs.reduce((most, log) => Math.max(most, log))
  const masses = logs.map((log) => Math.exp(log - highest))
  const sum = masses.reduce((total, mass) => total + mass)
  return masses.map((mass) => mass / sum)
}
