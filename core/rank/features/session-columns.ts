import type { Knowledge } from './knowledge.ts'
import type { ScoredList } from './list.ts'
import type { Neighbours } from './neighbours.ts'
import { nearBucket, neighbourBucket, oftenBucket, passedOverBucket, touchedBucket } from './stages.ts'
import { COLUMN } from './table.ts'
import type { SessionMemory } from './memory.ts'

/** Touched items that look for neighbours, the last touched counting most. */
const NEIGHBOUR_TOUCHES = 10
const NOBODY: ReadonlyMap<number, number> = new Map()

/** Columns of this session: what was touched, what was passed over, what goes with it. Fills the leading stages' buckets. */
export function writeSessionColumns({ neighbours, stages }: Knowledge, list: ScoredList): void {
  const { rows, width, session, candidates, now } = list
  const ranks = new Map(session.touched.map((touch, index) => [touch.item, index + 1]))
  const lastPlace = placeOfLastTouched(list)
  const touchedInList = candidates.filter(({ item }) => ranks.has(item.index)).length
  const seconds = Math.log1p(Math.max(0, now - session.startedAt) / 1_000)
  const similar = writeNeighbours(neighbours, list)
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
    list.buckets[bucket + 4] = neighbourBucket(similar[place]!)
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

/** @returns each candidate's summed similarity, in the 64 bits that its bucket is chosen by. */
function writeNeighbours(neighbours: Neighbours, { rows, width, session, candidates }: ScoredList): Float64Array {
  const sums = new Float64Array(candidates.length)
  const bests = new Float64Array(candidates.length)
  session.touched.slice(0, NEIGHBOUR_TOUCHES).forEach((touch, index) => {
    const near = neighbours.pairs.get(touch.item) ?? NOBODY
    for (let place = 0; place < candidates.length; place += 1) {
      const similarity = neighbours.similarity(touch.item, candidates[place]!.item.index, near)
      sums[place]! += similarity
      if (similarity > bests[place]!) bests[place] = similarity
      if (index === 0) rows[place * width + COLUMN.neighbour_last] = similarity
    }
  })
  for (let place = 0; place < candidates.length; place += 1) {
    rows[place * width + COLUMN.neighbour] = sums[place]!
    rows[place * width + COLUMN.neighbour_best] = bests[place]!
  }
  return sums
}
