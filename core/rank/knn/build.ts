/**
 * Builds the neighbour index from sessions, oldest first.
 *
 * Items are numbered as they first appear: items of one session then have close numbers and mostly share a shard, which
 * keeps the sessions that have to be stored twice few.
 */
import { packDirectory } from './directory.ts'
import { packShard, type ShardLists } from './shard.ts'

/** Longer sessions are cut into pieces: it bounds the work per neighbour, and far ends of a day say little of each other. */
export const MAX_SESSION = 40
/** Sessions kept per item: the most that any parameter set may ask for. */
const MAX_POSTINGS = 1_500
const SHARD_BYTES = 256 * 1_024
/** Repeated sessions cost space; fewer, larger shards repeat less. */
const MAX_BYTES_PER_CLICK = 36

export type KnnIndex = { directory: ArrayBuffer; shards: ArrayBuffer[] }

type Log = { ids: string[]; sessions: number[][]; postings: number[][]; sessionCount: number[]; clicks: number }

export function buildKnnIndex(sessions: Iterable<readonly string[]>): KnnIndex {
  const log = readLog(sessions)
  let wanted = Math.max(1, Math.round((log.clicks * 16) / SHARD_BYTES))
  for (;;) {
    const index = packIndex(log, wanted)
    const bytes = index.shards.reduce((sum, shard) => sum + shard.byteLength, index.directory.byteLength)
    if (wanted === 1 || bytes <= MAX_BYTES_PER_CLICK * log.clicks) return index
    wanted = wanted >> 1
  }
}

function readLog(sessions: Iterable<readonly string[]>): Log {
  const log: Log = { ids: [], sessions: [], postings: [], sessionCount: [], clicks: 0 }
  const numbers = new Map<string, number>()
  const numberOf = (id: string) => {
    const known = numbers.get(id)
    if (known !== undefined) return known
    numbers.set(id, log.ids.length)
    log.postings.push([])
    log.sessionCount.push(0)
    return log.ids.push(id) - 1
  }
  for (const session of sessions) {
    log.clicks += session.length
    for (let from = 0; from < session.length; from += MAX_SESSION) {
      addSession(log, session.slice(from, from + MAX_SESSION).map(numberOf))
    }
  }
  return log
}

function addSession(log: Log, items: number[]): void {
  const session = log.sessions.push(items) - 1
  for (const item of new Set(items)) {
    log.postings[item]!.push(session)
    log.sessionCount[item]! += 1
  }
}

/** Cuts the item numbers into ranges of about equal numbers of clicks. */
function packIndex(log: Log, wanted: number): KnnIndex {
  const shardStart = [0]
  const perShard = log.clicks / wanted
  let held = 0
  for (let item = 0; item < log.ids.length; item += 1) {
    held += Math.min(MAX_POSTINGS, log.sessionCount[item]!)
    if (held >= perShard && item + 1 < log.ids.length) {
      shardStart.push(item + 1)
      held = 0
    }
  }
  shardStart.push(log.ids.length)
  const { ids, sessionCount } = log
  return {
    directory: packDirectory({ ids, sessionCount, sessions: log.sessions.length, shardStart }),
    shards: shardStart.slice(0, -1).map((first, shard) => packShard(listsOf(log, first, shardStart[shard + 1]!))),
  }
}

function listsOf(log: Log, first: number, end: number): ShardLists {
  const lists: ShardLists = {
    firstItem: first,
    itemCount: end - first,
    postingStart: [0],
    sessionNumber: [],
    entryStart: [0],
    dictionary: [],
    posting: [],
    entry: [],
  }
  const local = new Map<number, number>()
  const words = new Map<number, number>()
  for (let item = first; item < end; item += 1) {
    for (const session of log.postings[item]!.slice(-MAX_POSTINGS).reverse()) {
      if (!local.has(session)) {
        local.set(session, lists.sessionNumber.push(session) - 1)
        for (const each of log.sessions[session]!) {
          if (!words.has(each)) words.set(each, lists.dictionary.push(each) - 1)
          lists.entry.push(words.get(each)!)
        }
        lists.entryStart.push(lists.entry.length)
      }
      lists.posting.push(local.get(session)!)
    }
    lists.postingStart.push(lists.posting.length)
  }
  return lists
}
