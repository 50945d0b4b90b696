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
import type { Candidates } from '#core/rank/candidates'

/** How many places below its own an explored item may come from, at most: relevance bounds curiosity. */
const POOL = 32
const RATES = 64

/**
 * The posterior of an item's click rate before its clicks are counted: Beta with the weight of 20 showings, whose mean
 * goes from 5 % for the least popular item to 20 % for the most popular.
 */
const PRIOR_SHOWINGS = 20
const meanRate = (popularity: number) => 0.05 + 0.15 * popularity

export type Explored = { candidate: number; place: number; propensity: number }

/** Chooses for `place` of `order`; `random` is uniform in [0, 1). Undefined when the list ends before it. */
export function explore(
  order: readonly number[],
  candidates: Candidates,
  { place, random }: { place: number; random: () => number },
): Explored | undefined {
  const pool = order.slice(place, place + POOL)
  if (pool.length === 0) return undefined
  const chances = winChances(pool.map((candidate) => candidates.hits[candidate]!.item.popularity))
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

/** How likely each item's click rate is the highest, by popularity; the chances add up to 1. */
export function winChances(popularities: readonly number[]): number[] {
  const densities = popularities.map(density)
  const chances = popularities.map(() => 0)
  const below = popularities.map(() => 0)
  for (let x = 0; x < RATES; x++) {
    // Half of a rate's own mass counts as below it: a tie is either's.
    const middles = below.map((mass, i) => mass + densities[i]![x]! / 2)
    const all = middles.reduce((product, middle) => product * middle, 1)
    for (let i = 0; i < chances.length; i++) {
      if (middles[i]! > 0) chances[i]! += (densities[i]![x]! * all) / middles[i]!
      below[i]! += densities[i]![x]!
    }
  }
  const sum = chances.reduce((total, chance) => total + chance, 0)
  return sum > 0 ? chances.map((chance) => chance / sum) : chances.map(() => 1 / chances.length)
}

const LOGS = Array.from({ length: RATES }, (_, x) => {
  const rate = (x + 0.5) / RATES
  return { hit: Math.log(rate), miss: Math.log(1 - rate) }
})

/** Beta on the grid, adding up to 1. */
function density(popularity: number): Float64Array {
  const clicks = PRIOR_SHOWINGS * meanRate(popularity)
  const masses = Float64Array.from(LOGS, ({ hit, miss }) =>
    Math.exp((clicks - 1) * hit + (PRIOR_SHOWINGS - clicks - 1) * miss),
  )
  const sum = masses.reduce((total, mass) => total + mass, 0)
  return masses.map((mass) => mass / sum)
}
