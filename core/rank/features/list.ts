import type { Item } from './items.ts'
import type { SessionMemory, VisitorMemory } from './memory.ts'
import type { SessionNeighbours } from './session-neighbours.ts'

/** A list about to be ranked: candidates in retrieval order. */
export type ListRequest = {
  now: number
  candidates: readonly Candidate[]
  session: SessionMemory
  visitor: VisitorMemory
  /** What others did around what this session touched; undefined when nobody can say. */
  neighbours: SessionNeighbours | undefined
  /** What was asked for; '' when nothing was. */
  query: string
  hour: number
  device: number
  /** What every candidate's place counts as; absent while training, where each stood where it was shown. */
  place?: number
}

/** `given` holds the schema's per-candidate numbers, NaN where the list carried none. */
type Candidate = { item: Item; given: readonly number[] }

/** The list with everything that later clicks on it must be counted against. */
export type ScoredList = ListRequest & {
  /** Row-major features, `width` a row, in the 32 bits that training stores. */
  rows: Float32Array
  width: number
  placeRates: Float64Array
  /** Click rates that place, record and values promise. */
  priors: Float64Array
  /** One bucket a candidate and stage, and the click rate expected before that stage. */
  buckets: Uint8Array
  expected: Float64Array
}
