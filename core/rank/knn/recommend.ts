/**
 * Next items by session neighbours: VMIS-kNN (Kersbergen et al., SIGMOD 2022) finds recent sessions that share items
 * with this one, STAN's three decays (Garg et al., SIGIR 2019) weigh clicks, age and distance, and sequence rules
 * (Ludewig and Jannach 2018), read off the same shards, add what directly followed the current item.
 */
import { Accumulator } from './accumulator.ts'
import { MAX_SESSION } from './build.ts'
import type { Directory } from './directory.ts'
import type { KnnParameters } from './parameters.ts'
import type { Shard } from './shard.ts'
import { topSlots } from './top.ts'

export type KnnQuery = {
  directory: Directory
  /** The shard that owns an item, or undefined when it could not be fetched: the item then finds no neighbours. */
  shardFor: (item: number) => Shard | undefined
  /** Item numbers of the session, oldest first. */
  session: readonly number[]
  parameters: KnnParameters
  limit: number
  /** `off` never returns the current item: it is on the page already. Items before it may return. */
  repeat: 'on' | 'off'
}

/** Reused between queries of one isolate; `recommendNext` leaves it empty. */
export type KnnScratch = { sessions: Accumulator; items: Accumulator; followers: Accumulator }
/** Keys a query may touch; the oldest neighbours of an extreme session are the ones left out. */
const MOST_KEYS = { sessions: 32_768, items: 32_768, followers: 16_384 }

/** @param most keys that a query may touch, for queries that can touch fewer: a small scratch stays in the processor's cache */
export const knnScratch = (most = MOST_KEYS): KnnScratch => ({
  sessions: new Accumulator(most.sessions),
  items: new Accumulator(most.items),
  followers: new Accumulator(most.followers),
})

/** One distinct item of the session: how many clicks ago, and where its sessions lie. */
type Seen = { item: number; clicksAgo: number; shard: Shard | undefined }

/** Leaves every item's score in `scratch.items`, for the caller to read and clear. */
function gatherItems(query: KnnQuery, scratch: KnnScratch): Seen[] {
  const seen = distinctNewest(query)
  gatherSessions(query, seen, scratch.sessions)
  vote(query, seen, scratch)
  scratch.sessions.clear()
  scaleVotes(query, scratch.items)
  addSequences(query, seen, scratch)
  seen.forEach(({ item }, newer) => {
    scratch.items.add(item, query.parameters.repeat * Math.exp(-newer / query.parameters.repeatDecay))
  })
  return seen
}

/** Item numbers and scores, best first; the best neighbour vote alone scores 1. */
export function recommendNext(query: KnnQuery, scratch: KnnScratch): { items: Uint32Array; scores: Float64Array } {
  const seen = gatherItems(query, scratch)
  const best = topSlots(scratch.items, query.limit + 1)
  const current = query.repeat === 'off' ? seen[0]?.item : undefined
  const kept = best.filter((slot) => scratch.items.keyAt(slot) !== current).subarray(0, query.limit)
  const items = Uint32Array.from(kept, (slot) => scratch.items.keyAt(slot))
  const scores = Float64Array.from(kept, (slot) => scratch.items.sums[slot]!)
  scratch.items.clear()
  return { items, scores }
}

/**
 * How well each of a list's candidates continues the session: the same scores as `recommendNext`, asked the other way
 * round, for ranking a list that was found by other means. 1 is the best neighbour's vote, 0 is "never seen together";
 * above 1 when sequence rules agree. An item that the session holds is scored by its neighbours alone.
 * @param candidates item numbers; -1 for an item that the log never held, which scores 0
 */
export function scoreCandidates(
  query: Omit<KnnQuery, 'limit' | 'repeat'>,
  candidates: ArrayLike<number>,
  scratch: KnnScratch,
): Float64Array {
  gatherItems({ ...query, parameters: { ...query.parameters, repeat: 0 }, limit: 0, repeat: 'on' }, scratch)
  const scores = Float64Array.from(candidates, (item) => (item < 0 ? 0 : scratch.items.sumOf(item)))
  scratch.items.clear()
  return scores
}

function distinctNewest({ session, parameters, shardFor }: KnnQuery): Seen[] {
  const seen: Seen[] = []
  for (let at = session.length - 1; at >= 0 && seen.length < parameters.lastItems; at -= 1) {
    const item = session[at]!
    if (seen.some((each) => each.item === item)) continue
    seen.push({ item, clicksAgo: session.length - 1 - at, shard: shardFor(item) })
  }
  return seen
}

const idf = (directory: Directory, item: number) => Math.log(1 + directory.sessions / directory.sessionCount[item]!)

/** Similarity of each candidate session: the weights of the items it shares, before its own age and length. */
function gatherSessions({ directory, parameters }: KnnQuery, seen: Seen[], sessions: Accumulator): void {
  seen.forEach(({ item, clicksAgo, shard }, order) => {
    if (shard === undefined) return
    const weight = Math.exp(-clicksAgo / parameters.clickDecay) * idf(directory, item) ** parameters.sharedIdf
    const { from, to } = postingRange(shard, item, parameters)
    for (let at = from; at < to; at += 1) {
      const local = shard.posting[at]!
      // The first touch is by the newest shared item: its shard is where the votes are read. lastItems < 64.
      sessions.add(shard.sessionNumber[local]!, weight, local * 64 + order)
    }
  })
  const total = directory.sessions
  const shorter = perStep((length) => length ** -parameters.lengthPower)
  for (let index = 0; index < sessions.size; index += 1) {
    const slot = sessions.slots[index]!
    const { shard, local } = placeOf(seen, sessions.notes[slot]!)
    const length = shard.entryStart[local + 1]! - shard.entryStart[local]!
    const age = (total - sessions.keyAt(slot)) / total
    sessions.sums[slot]! *= Math.exp(-age / parameters.ageDecay) * shorter[length]!
  }
}

function placeOf(seen: Seen[], note: number): { shard: Shard; local: number; item: number } {
  const { shard, item } = seen[note & 63]!
  return { shard: shard!, local: note >>> 6, item }
}

function postingRange(shard: Shard, item: number, parameters: KnnParameters): { from: number; to: number } {
  const from = shard.postingStart[item - shard.firstItem]!
  return { from, to: Math.min(shard.postingStart[item - shard.firstItem + 1]!, from + parameters.sessionsPerItem) }
}

/** Of each number of steps within a session: a power or an exponential of every neighbour's would be half of a query's time. */
function perStep(weight: (steps: number) => number): Float64Array {
  const weights = new Float64Array(MAX_SESSION + 1)
  for (let steps = 0; steps < weights.length; steps += 1) weights[steps] = weight(steps)
  return weights
}

/** Every neighbour votes for its items, less the further they lie from the newest item it shares with this session. */
function vote({ parameters }: KnnQuery, seen: Seen[], { sessions, items }: KnnScratch): void {
  const nearer = perStep((distance) => Math.exp(-distance / parameters.stepDecay))
  for (const slot of topSlots(sessions, parameters.neighbours)) {
    const { shard, local, item } = placeOf(seen, sessions.notes[slot]!)
    const start = shard.entryStart[local]!
    const end = shard.entryStart[local + 1]!
    let shared = end - 1
    // A posting names only sessions that hold the item; of a shard that was built wrong, the search still ends.
    while (shared > start && shard.dictionary[shard.entry[shared]!] !== item) shared -= 1
    for (let at = start; at < end; at += 1) {
      if (at === shared) continue
      items.add(shard.dictionary[shard.entry[at]!]!, sessions.sums[slot]! * nearer[Math.abs(at - shared)]!)
    }
  }
}

function scaleVotes({ directory, parameters }: KnnQuery, items: Accumulator): void {
  let greatest = 0
  for (let index = 0; index < items.size; index += 1) {
    const slot = items.slots[index]!
    items.sums[slot]! *= idf(directory, items.keyAt(slot)) ** parameters.votedIdf
    greatest = Math.max(greatest, items.sums[slot]!)
  }
  if (greatest === 0) return
  for (let index = 0; index < items.size; index += 1) items.sums[items.slots[index]!]! /= greatest
}

/** Followers further away than this say nothing about the next click. */
const SEQUENCE_REACH = 10

function addSequences(query: KnnQuery, seen: Seen[], { items, followers }: KnnScratch): void {
  const { parameters, directory } = query
  const weights = [parameters.sequence, parameters.sequence * parameters.previousSequence]
  seen.slice(0, 2).forEach(({ item, shard }, order) => {
    if (shard === undefined || weights[order] === 0) return
    const { from, to } = postingRange(shard, item, parameters)
    for (let at = from; at < to; at += 1)
      addFollowers({ shard, item, local: shard.posting[at]! }, followers, directory.sessions)
    let greatest = 0
    for (let index = 0; index < followers.size; index += 1)
      greatest = Math.max(greatest, followers.sums[followers.slots[index]!]!)
    for (let index = 0; index < followers.size; index += 1) {
      const slot = followers.slots[index]!
      items.add(followers.keyAt(slot), (weights[order]! * followers.sums[slot]!) / greatest)
    }
    followers.clear()
  })
}

/** Half of the training period ago, a transition counts 1/e. */
const SEQUENCE_AGE = 0.5

function addFollowers(
  at: { shard: Shard; item: number; local: number },
  followers: Accumulator,
  sessions: number,
): void {
  const { shard, item, local } = at
  const end = shard.entryStart[local + 1]!
  const weight = Math.exp((shard.sessionNumber[local]! - sessions) / sessions / SEQUENCE_AGE)
  for (let here = shard.entryStart[local]!; here < end; here += 1) {
    if (shard.dictionary[shard.entry[here]!] !== item) continue
    for (let next = here + 1; next < Math.min(end, here + SEQUENCE_REACH); next += 1) {
      const follower = shard.dictionary[shard.entry[next]!]!
      if (follower !== item) followers.add(follower, weight / (next - here))
    }
  }
}
