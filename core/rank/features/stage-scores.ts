import type { ScoredList } from './list.ts'
import { LEADING_STAGES, tasteBucket, type Stages } from './stages.ts'
import { COLUMN, COLUMNS_PER_FIELD, FIELD_COLUMNS, FIRST_FIELD_COLUMN } from './table.ts'
import { listRanks } from './within-list.ts'

/** Multiplies the prior by each stage's lift; what stood before each stage is kept for counting later clicks. */
export function scoreStages(stages: Stages, list: ScoredList): void {
  const { rows, width, buckets, expected } = list
  const count = stages.stages.length
  const places = list.candidates.length
  const rates = Float64Array.from(list.priors)
  const tastes = new Float64Array(places)
  for (let stage = 0; stage < count; stage += 1) {
    if (stage >= LEADING_STAGES.length)
      fillTasteBuckets(list, tastes, { field: stage - LEADING_STAGES.length, stage, count })
    const lifts = stages.lifts(stage)
    for (let place = 0, slot = stage; place < places; place += 1, slot += count) {
      expected[slot] = rates[place]!
      rates[place]! *= lifts[buckets[slot]!]!
    }
  }
  for (let place = 0; place < places; place += 1) rows[place * width + COLUMN.session_score] = Math.log(rates[place]!)
  listRanks(list, { from: COLUMN.session_score, to: COLUMN.session_rank })
}

type TasteStage = { field: number; stage: number; count: number }

/** How much better a candidate's value fits the visitor than the list's mean; `tastes` is scratch, one a candidate. */
function fillTasteBuckets(list: ScoredList, tastes: Float64Array, { field, stage, count }: TasteStage): void {
  const { rows, width, buckets } = list
  let sum = 0
  let known = 0
  for (
    let place = 0, at = FIRST_FIELD_COLUMN + COLUMNS_PER_FIELD * field;
    place < tastes.length;
    place += 1, at += width
  ) {
    // Session and visitor in equal parts; an item without a value there says nothing.
    const both = (rows[at + FIELD_COLUMNS.sessionTaste]! + rows[at + FIELD_COLUMNS.visitorTaste]!) / 2
    const taste = both === both ? both : 0
    tastes[place] = taste
    sum += taste
    if (taste !== 0) known += 1
  }
  if (known === 0) return
  for (let place = 0; place < tastes.length; place += 1) {
    const taste = tastes[place]!
    if (taste !== 0) buckets[place * count + stage] = tasteBucket(taste - sum / known)
  }
}
