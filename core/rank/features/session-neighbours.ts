/**
 * What the neighbour index says of a list's candidates, in view of what this session touched: the very search that
 * makes recommendations (knn/recommend.ts), asked about a list that was found by other means.
 */
import { MAX_SESSION } from '#core/rank/knn/build'
import { numberOf, type Directory } from '#core/rank/knn/directory'
import { DEFAULT_PARAMETERS, type KnnParameters } from '#core/rank/knn/parameters'
import { knnScratch, scoreCandidates } from '#core/rank/knn/recommend'
import type { Shard } from '#core/rank/knn/shard'

type Candidates = readonly { item: { id: string } }[]

/** An index with all that it needs for one session. */
export type SessionNeighbours = {
  directory: Directory
  shardFor: (item: number) => Shard | undefined
  /** Item numbers of the session, newest first: those that `votersOf` chose, and each has its shard. */
  voters: readonly number[]
}

/**
 * Always the same, whatever was chosen for an index's recommendations: trees learn what these votes mean, and an index
 * is built anew many times in a model's life. Few items and few sessions of each, because every list pays for them; no
 * sequence rules, which added nothing to the order of lists.
 */
const PARAMETERS: KnnParameters = {
  ...DEFAULT_PARAMETERS,
  lastItems: 5,
  sessionsPerItem: 200,
  votedIdf: 1,
  sequence: 0,
}

/** The session's newest items that the index knows, newest first: what a list's votes are read off. */
export function votersOf(directory: Directory, touched: Iterable<string>): number[] {
  const voters: number[] = []
  for (const id of touched) {
    const item = numberOf(directory, id)
    if (item >= 0 && voters.push(item) === PARAMETERS.lastItems) break
  }
  return voters
}

/** Used by one list after another: a query is synchronous. Large enough for every neighbour to be as long as the builder lets it. */
const scratch = knnScratch({
  sessions: PARAMETERS.lastItems * PARAMETERS.sessionsPerItem,
  items: PARAMETERS.neighbours * MAX_SESSION,
  followers: 1,
})

/** How well each candidate continues the session; 0 is never seen together. Only their ratios say something. */
export function neighbourVotes(
  { directory, shardFor, voters }: SessionNeighbours,
  candidates: Candidates,
): Float64Array {
  const session = voters.toReversed()
  return scoreCandidates(
    { directory, shardFor, session, parameters: PARAMETERS },
    numbersOf(directory, candidates),
    scratch,
  )
}

/** By index first: a list that outlives an index does not keep it. */
const numbered = new WeakMap<Directory, WeakMap<Candidates, Int32Array>>()

/** The candidates' numbers in the index; looked up once for as long as both live. */
function numbersOf(directory: Directory, candidates: Candidates): Int32Array {
  const lists = numbered.get(directory) ?? new WeakMap<Candidates, Int32Array>()
  const known = lists.get(candidates)
  if (known !== undefined) return known
  const numbers = Int32Array.from(candidates, ({ item }) => numberOf(directory, item.id))
  numbered.set(directory, lists.set(candidates, numbers))
  return numbers
}
