import type { ScoredList } from './list.ts'
import { LEADING_STAGES, MAX_BUCKETS, tasteBucket, type Stages } from './stages.ts'
import { COLUMN, COLUMNS_PER_FIELD, FIELD_COLUMNS, FIRST_FIELD_COLUMN } from './table.ts'
import { listRanks } from './within-list.ts'

/** Multiplies the prior by each stage's lift; what stood before each stage is kept for counting later clicks. */
export function scoreStages(stages: Stages, list: ScoredList): void {
  const { rows, width, buckets, expected, priors } = list
  const count = stages.stages.length
  const lifts = stages.allLifts()
  fillTasteBuckets(list, count)
  for (let place = 0, slot = 0; place < list.candidates.length; place += 1) {
    let rate = priors[place]!
    for (let first = 0; first < lifts.length; first += MAX_BUCKETS, slot += 1) {
      expected[slot] = rate
      rate *= lifts[first + buckets[slot]!]!
    }
    rows[place * width + COLUMN.session_score] = Math.log(rate)
  }
  listRanks(list, { from: COLUMN.session_score, to: COLUMN.session_rank })
}

/** Tastes of the list at hand, one a candidate: used again by the next. */
let tastes = new Float64Array(256)

/** How much better each candidate's values fit the visitor than the list's mean, field by field. */
function fillTasteBuckets({ rows, width, buckets, candidates }: ScoredList, stages: number): void {
  if (tastes.length < candidates.length) tastes = new Float64Array(2 * candidates.length)
  for (let stage = LEADING_STAGES.length; stage < stages; stage += 1) {
    const first = FIRST_FIELD_COLUMN + COLUMNS_PER_FIELD * (stage - LEADING_STAGES.length)
    let sum = 0
    let known = 0
    for (let place = 0, at = first; place < candidates.length; place += 1, at += width) {
      // Session and visitor in equal parts; an item without a value there says nothing.
      const both = (rows[at + FIELD_COLUMNS.sessionTaste]! + rows[at + FIELD_COLUMNS.visitorTaste]!) / 2
      const taste = both === both ? both : 0
      tastes[place] = taste
      sum += taste
      if (taste !== 0) known += 1
    }
    if (known === 0) continue
    const mean = sum / known
    for (let place = 0, slot = stage; place < candidates.length; place += 1, slot += stages) {
      const taste = tastes[place]!
      if (taste !== 0) buckets[slot] = tasteBucket(taste - mean)
    }
  }
}
