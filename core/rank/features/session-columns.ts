import type { Knowledge } from './knowledge.ts'
import type { ScoredList } from './list.ts'
import type { Neighbours } from './neighbours.ts'
import { LEADING_STAGES, nearBucket, neighbourBucket, oftenBucket, passedOverBucket, touchedBucket } from './stages.ts'
import { COLUMN } from './table.ts'
import type { Touch } from './visitor.ts'

/** Touched items that look for neighbours, the last touched counting most. */
const NEIGHBOUR_TOUCHES = 10

/** Columns of this session: what was touched, what was passed over, what goes with it. Fills the leading stages' buckets. */
export function writeSessionColumns({ neighbours, stages }: Knowledge, list: ScoredList): void {
  const { rows, width, session, candidates, now } = list
  const ranks = new Map(session.touched.map((touch, index) => [touch.item.index, index + 1]))
  const lastPlace = placeOfLastTouched(list)
  const touchedInList = candidates.filter(({ item }) => ranks.has(item.index)).length
  candidates.forEach(({ item }, place) => {
    const row = place * width
    const rank = ranks.get(item.index) ?? 0
    const passedOver = session.passedOver.get(item.index) ?? 0
    const distance = lastPlace < 0 ? Number.NaN : place - lastPlace
    const touch = session.touched[rank - 1]
    if (touch !== undefined) writeTouch(list, row, { touch, rank })
    rows[row + COLUMN.passed_over] = passedOver
    rows[row + COLUMN.from_last_touch] = distance
    rows[row + COLUMN.list_touched] = touchedInList
    rows[row + COLUMN.session_steps] = session.steps
    rows[row + COLUMN.session_lists] = session.lists
    rows[row + COLUMN.session_seconds] = Math.log1p(Math.max(0, now - session.startedAt) / 1_000)
    rows[row + COLUMN.visitor_touches] = list.visitor.touches
    const neighbour = writeNeighbours(neighbours, list, { row, item: item.index })
    const buckets = [
      touchedBucket({ rank, place, touchedInList }),
      oftenBucket(touch?.count ?? 0),
      passedOverBucket(passedOver),
      nearBucket(distance),
      neighbourBucket(neighbour),
    ]
    list.buckets.set(buckets.slice(0, LEADING_STAGES.length), place * stages.stages.length)
  })
}

function placeOfLastTouched({ session, candidates }: ScoredList): number {
  const last = session.touched[0]
  return last === undefined ? -1 : candidates.findIndex(({ item }) => item.index === last.item.index)
}

function writeTouch(list: ScoredList, row: number, { touch, rank }: { touch: Touch; rank: number }): void {
  const { rows, session, now } = list
  rows[row + COLUMN.touch_rank] = rank
  rows[row + COLUMN.touch_count] = touch.count
  rows[row + COLUMN.touch_targets] = touch.targets
  rows[row + COLUMN.touch_seconds] = Math.log1p(Math.max(0, now - touch.at) / 1_000)
  rows[row + COLUMN.touch_steps] = session.steps - touch.step
}

function writeNeighbours(neighbours: Neighbours, list: ScoredList, at: { row: number; item: number }): number {
  const { rows, session } = list
  let sum = 0
  let best = 0
  for (let index = 0; index < Math.min(NEIGHBOUR_TOUCHES, session.touched.length); index += 1) {
    const similarity = neighbours.similarity(session.touched[index]!.item.index, at.item)
    if (index === 0) rows[at.row + COLUMN.neighbour_last] = similarity
    best = Math.max(best, similarity)
    sum += similarity
  }
  rows[at.row + COLUMN.neighbour] = sum
  rows[at.row + COLUMN.neighbour_best] = best
  return sum
}
