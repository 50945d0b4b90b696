/**
 * The neighbour index as it stood at each moment of a replayed log. It is built of what had happened until then, as the
 * job builds the served one: the same cut into sessions, without the items that one visitor alone dealt with. A list
 * finds the index of an earlier list, until the deeds since are a twentieth more; all builds together then cost some
 * twenty times the last one, and the lists of a log meet an index about as fresh as a site's.
 */
import { buildKnnIndex, type KnnIndex } from '#core/rank/knn/build'
import { openDirectory, shardOf } from '#core/rank/knn/directory'
import { openShards, type OpenKnn } from '#core/rank/knn/evaluate-prefixes'
import { MAX_DEEDS, NEEDED_SESSIONS, SessionCutter, type Deed } from '#core/rank/knn/sessions'
import { votersOf, type SessionNeighbours } from './session-neighbours.ts'

const GROWTH = 1.05
/** Fewer can not be fifty sessions. */
const FIRST_DEEDS = 2 * NEEDED_SESSIONS

export class ReplayedNeighbours {
  private deeds: Deed[] = []
  private added = 0
  private addedWhenBuilt = 0
  private index: OpenKnn | undefined

  /** In the order of time. */
  add(deed: Deed): void {
    this.deeds.push(deed)
    this.added += 1
    if (this.deeds.length > MAX_DEEDS * GROWTH) this.deeds = this.deeds.slice(-MAX_DEEDS)
  }

  /** What is known now about a session that touched these items, newest first; undefined when that is nothing. */
  of(touched: readonly string[]): SessionNeighbours | undefined {
    if (touched.length === 0) return undefined
    this.build()
    if (this.index === undefined) return undefined
    const { directory, shards } = this.index
    const voters = votersOf(directory, touched)
    if (voters.length === 0) return undefined
    return { directory, voters, shardFor: (item) => shards[shardOf(directory, item)] }
  }

  private build(): void {
    if (this.added < Math.max(FIRST_DEEDS, GROWTH * this.addedWhenBuilt)) return
    this.addedWhenBuilt = this.added
    const sessions = sessionsIn(this.deeds.slice(-MAX_DEEDS))
    this.index = sessions.length < NEEDED_SESSIONS ? undefined : opened(buildKnnIndex(sessions))
  }
}

const opened = (index: KnnIndex): OpenKnn => ({ directory: openDirectory(index.directory), shards: openShards(index) })

function sessionsIn(deeds: readonly Deed[]): string[][] {
  const known = new Map<string, string>()
  const common = new Set<string>()
  for (const { item, visitor } of deeds) {
    const first = known.get(item)
    if (first === undefined) known.set(item, visitor)
    else if (first !== visitor) common.add(item)
  }
  const cutter = new SessionCutter()
  for (const deed of deeds) if (common.has(deed.item)) cutter.add(deed)
  return cutter.cut()
}
