/**
 * Candidates made ready once per shared part, whoever asks: the shared order, and which candidates carry which facet
 * value. A visitor's ranking then touches only the candidates that match an interest, not every value of every one.
 */
import type { Contribution } from '#core/contract/replies'
import type { Hit } from '#core/contract/retrieval'

/** What a full score of each stage is worth on a surface. Retrieval is the unit; the rest is said in relation to it. */
export type StageWeights = { popularity: number; affinity: number }

/** Everyone's scores as something else than match and popularity makes them: what clicks taught, or a trained model. */
export type ListBase = { scores: Float64Array; explain: (candidate: number) => Contribution[] }

export type Candidates = {
  hits: readonly Hit[]
  /** The best retrieval score: what a match is measured against. */
  best: number
  /** Score of each candidate before anything personal. */
  shared: Float64Array
  /** Candidates in everybody's order; ties keep retrieval order. */
  order: Uint16Array
  /** Place of each candidate in `order`. */
  place: Uint16Array
  /** Facet, then value, to the candidates that carry it. */
  carriers: Map<string, Map<string, number[]>>
  /** Each candidate's facet values as numbers, ascending: to compare two candidates. */
  values: Uint16Array[]
  /** Which numbers a facet's values have, the last one excluded. */
  numbersOf: ReadonlyMap<string, { from: number; to: number }>
  byId: ReadonlyMap<string, number>
}

const MAX_CANDIDATES = 65_535
type Prepared = { hits: readonly Hit[]; weights: StageWeights; candidates: Candidates }
/** By base where there is one: phones and desktops may ask for the same part in turn, and have a base each. */
const prepared = new WeakMap<readonly Hit[] | ListBase, Prepared>()

/** The candidates of a shared part; made once for as long as the part's `hits` array, or its base, lives. */
export function candidatesOf(hits: readonly Hit[], weights: StageWeights, base?: ListBase): Candidates {
  const known = prepared.get(base ?? hits)
  if (known?.weights === weights && known.hits === hits) return known.candidates
  const candidates = prepare(hits, weights, base)
  prepared.set(base ?? hits, { hits, weights, candidates })
  return candidates
}

function prepare(hits: readonly Hit[], weights: StageWeights, base: ListBase | undefined): Candidates {
  if (hits.length > MAX_CANDIDATES) throw new Error(`${hits.length} candidates; at most ${MAX_CANDIDATES} are ranked`)
  const best = bestScore(hits)
  const shared =
    base?.scores ?? Float64Array.from(hits, (hit) => hit.score / best + weights.popularity * hit.item.popularity)
  const order = Uint16Array.from(hits.keys()).sort((a, b) => shared[b]! - shared[a]! || a - b)
  const place = new Uint16Array(hits.length)
  order.forEach((candidate, position) => (place[candidate] = position))
  const carriers = carriersOf(hits)
  const byId = new Map(hits.map(({ item }, candidate) => [item.id, candidate]))
  return { hits, best, shared, order, place, carriers, byId, ...numberValues(carriers, hits.length) }
}

export const bestScore = (hits: readonly Hit[]): number => hits.reduce((max, hit) => Math.max(max, hit.score), 0) || 1

function carriersOf(hits: readonly Hit[]): Candidates['carriers'] {
  const carriers: Candidates['carriers'] = new Map()
  hits.forEach(({ item }, candidate) => {
    for (const [facet, values] of Object.entries(item.facets)) {
      const byValue = carriers.get(facet) ?? new Map<string, number[]>()
      carriers.set(facet, byValue)
      for (const value of values) {
        const known = byValue.get(value)
        if (known === undefined) byValue.set(value, [candidate])
        else known.push(candidate)
      }
    }
  })
  return carriers
}

function numberValues(carriers: Candidates['carriers'], count: number): Pick<Candidates, 'values' | 'numbersOf'> {
  const values = Array.from({ length: count }, (): number[] => [])
  const numbersOf = new Map<string, { from: number; to: number }>()
  let number = 0
  for (const [facet, byValue] of carriers) {
    numbersOf.set(facet, { from: number, to: number + byValue.size })
    for (const candidates of byValue.values()) {
      for (const candidate of candidates) values[candidate]!.push(number)
      number += 1
    }
  }
  return { values: values.map((own) => Uint16Array.from(own)), numbersOf }
}
