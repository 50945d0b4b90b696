import type { ScoredList } from './list.ts'
import { LEADING_STAGES, tasteBucket, type Stages } from './stages.ts'
import { COLUMN, COLUMNS_PER_FIELD, FIELD_COLUMNS, FIRST_FIELD_COLUMN } from './table.ts'
import { listRanks } from './within-list.ts'

/** Multiplies the prior by each stage's lift; what stood before each stage is kept for counting later clicks. */
export function scoreStages(stages: Stages, list: ScoredList): void {
  const { rows, width, buckets, expected, priors } = list
  const count = stages.stages.length
  for (let stage = LEADING_STAGES.length; stage < count; stage += 1) {
    fillTasteBuckets(list, { field: stage - LEADING_STAGES.length, stage, count })
  }
  for (let place = 0; place < list.candidates.length; place += 1) {
    let rate = priors[place]!
    for (let stage = 0; stage < count; stage += 1) {
      const slot = place * count + stage
      expected[slot] = rate
      rate *= stages.lift(stage, buckets[slot]!)
    }
    rows[place * width + COLUMN.session_score] = Math.log(rate)
  }
  listRanks(list, { from: COLUMN.session_score, to: COLUMN.session_rank })
}

/** How much better a candidate's value fits the visitor than the list's mean; session and visitor in equal parts. */
function fillTasteBuckets(list: ScoredList, at: { field: number; stage: number; count: number }): void {
  const places = list.candidates.length
  let sum = 0
  let known = 0
  for (let place = 0; place < places; place += 1) {
    const taste = tasteOf(list, place, at.field)
    sum += taste
    if (taste !== 0) known += 1
  }
  if (known === 0) return
  for (let place = 0; place < places; place += 1) {
    const taste = tasteOf(list, place, at.field)
    if (taste !== 0) list.buckets[place * at.count + at.stage] = tasteBucket(taste - sum / known)
  }
}

/** Session and visitor taste for one field in equal parts; 0 when the item has no value there. */
function tasteOf({ rows, width }: ScoredList, place: number, field: number): number {
  const first = place * width + FIRST_FIELD_COLUMN + COLUMNS_PER_FIELD * field
  const taste = (rows[first + FIELD_COLUMNS.sessionTaste]! + rows[first + FIELD_COLUMNS.visitorTaste]!) / 2
  return taste === taste ? taste : 0
}
