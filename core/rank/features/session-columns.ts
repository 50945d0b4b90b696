import type { Knowledge } from './knowledge.ts'
import type { ScoredList } from './list.ts'
import { neighbourVotes } from './session-neighbours.ts'
import { nearBucket, neighbourBucket, oftenBucket, passedOverBucket, touchedBucket } from './stages.ts'
import { COLUMN } from './table.ts'
import type { SessionMemory } from './memory.ts'

/** By item, its rank among those that the session touched, the last first. */
type Held = ReadonlyMap<number, number>

/** Columns of this session: what was touched, what was passed over, what goes with it. Fills the leading stages' buckets. */
export function writeSessionColumns({ stages }: Knowledge, list: ScoredList): void {
  const { rows, width, session, candidates, now } = list
  const ranks = new Map(session.touched.map((touch, index) => [touch.item, index + 1]))
  const lastPlace = placeOfLastTouched(list)
  const touchedInList = candidates.filter(({ item }) => ranks.has(item.index)).length
  const seconds = Math.log1p(Math.max(0, now - session.startedAt) / 1_000)
  const shares = writeNeighbours(list, ranks)
  for (let place = 0; place < candidates.length; place += 1) {
    const { item } = candidates[place]!
    const row = place * width
    const rank = ranks.get(item.index) ?? 0
    const passedOver = session.passedOver.get(item.index) ?? 0
    const distance = lastPlace < 0 ? Number.NaN : place - lastPlace
    const touch = rank === 0 ? undefined : session.touched[rank - 1]
    if (touch !== undefined) writeTouch(list, row, { touch, rank })
    rows[row + COLUMN.passed_over] = passedOver
    rows[row + COLUMN.from_last_touch] = distance
    rows[row + COLUMN.list_touched] = touchedInList
    rows[row + COLUMN.session_steps] = session.steps
    rows[row + COLUMN.session_lists] = session.lists
    rows[row + COLUMN.session_seconds] = seconds
    rows[row + COLUMN.visitor_touches] = list.visitor.touches
    // In the order of LEADING_STAGES.
    const bucket = place * stages.stages.length
    list.buckets[bucket] = touchedBucket({ rank, place: list.place ?? place, touchedInList })
    list.buckets[bucket + 1] = oftenBucket(touch?.count ?? 0)
    list.buckets[bucket + 2] = passedOverBucket(passedOver)
    list.buckets[bucket + 3] = nearBucket(distance)
    list.buckets[bucket + 4] = neighbourBucket(shares[place]!)
  }
}

function placeOfLastTouched({ session, candidates }: ScoredList): number {
  const last = session.touched[0]
  return last === undefined ? -1 : candidates.findIndex(({ item }) => item.index === last.item)
}

function writeTouch(
  list: ScoredList,
  row: number,
  { touch, rank }: { touch: SessionMemory['touched'][number]; rank: number },
): void {
  const { rows, now } = list
  rows[row + COLUMN.touch_rank] = rank
  rows[row + COLUMN.touch_count] = touch.count
  rows[row + COLUMN.touch_targets] = touch.targets
  rows[row + COLUMN.touch_seconds] = Math.log1p(Math.max(0, now - touch.at) / 1_000)
  rows[row + COLUMN.touch_steps] = touch.steps
}

/**
 * As a share of the list's best vote: how many sessions an index has, and how they vote, says nothing that lasts. An item
 * that the session holds has none: columns of its own say more, and an index that knows of this very session, as one of a
 * few minutes ago does, then says of the others what it would have said without.
 * @returns the shares, by which the buckets are chosen
 */
function writeNeighbours({ rows, width, neighbours, candidates }: ScoredList, held: Held): Float64Array {
  const shares = new Float64Array(candidates.length)
  if (neighbours === undefined) return shares
  const votes = neighbourVotes(neighbours, candidates)
  let best = 0
  for (let place = 0; place < votes.length; place += 1) {
    if (votes[place]! > best && !held.has(candidates[place]!.item.index)) best = votes[place]!
  }
  for (let place = 0; place < votes.length; place += 1) {
    if (held.has(candidates[place]!.item.index)) continue
    if (best > 0) shares[place] = votes[place]! / best
    rows[place * width + COLUMN.neighbour] = shares[place]!
  }
  return shares
}
