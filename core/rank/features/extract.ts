/**
 * The extractor: one list in, one row of features a candidate out. Training, serving and explaining all call it, so they
 * can't differ. Rows are 32-bit numbers, as training stores them.
 */
import type { Knowledge } from './knowledge.ts'
import type { ListRequest, ScoredList } from './list.ts'
import { freshMemory, type ListMemory } from './list-memory.ts'
import { writeFieldColumns } from './field-columns.ts'
import { writeSessionColumns } from './session-columns.ts'
import { scoreStages } from './stage-scores.ts'
import { COLUMN, COLUMNS_PER_GIVEN, firstGivenColumn, tableWidth } from './table.ts'
import { listDeviations, listRanks } from './within-list.ts'

/** @param memory where the numbers go: a list that is ranked and forgotten can use the last one's again */
export function extractList(knowledge: Knowledge, request: ListRequest, memory: ListMemory = freshMemory): ScoredList {
  const width = tableWidth(knowledge.store.schema)
  const count = request.candidates.length
  const numbers = memory({ count, width, stages: knowledge.stages.stages.length })
  const list: ScoredList = { ...request, ...numbers, width }
  writeFieldColumns(knowledge, list)
  writePriorColumns(knowledge, list)
  writeSessionColumns(knowledge, list)
  writeGivenColumns(knowledge, list)
  scoreStages(knowledge.stages, list)
  return list
}

function writePriorColumns({ priors }: Knowledge, list: ScoredList): void {
  const { rows, width, candidates } = list
  candidates.forEach(({ item }, shownAt) => {
    const row = shownAt * width
    // Training tells a place's pull from the item's; serving asks what an item is worth wherever it stands.
    const place = list.place ?? shownAt
    const placeRate = priors.placeRate(place)
    // Until here the column holds the summed lifts of the item's values.
    const itemLift = priors.itemLift(item, rows[row + COLUMN.item_lift]!)
    const queryLift = priors.queryLift(item, list.query)
    list.placeRates[shownAt] = placeRate
    const prior = placeRate * itemLift * queryLift
    list.priors[shownAt] = prior
    rows[row + COLUMN.place] = place
    rows[row + COLUMN.list_size] = candidates.length
    rows[row + COLUMN.place_lift] = Math.log(placeRate)
    rows[row + COLUMN.item_lift] = Math.log(itemLift)
    rows[row + COLUMN.item_shown] = Math.log1p(priors.items.expectedOf(item.index))
    rows[row + COLUMN.item_touches] = Math.log1p(priors.touches.clicksOf(item.index))
    if (list.query !== '') rows[row + COLUMN.query_lift] = Math.log(queryLift)
    rows[row + COLUMN.prior] = Math.log(prior)
    rows[row + COLUMN.item_age] = (list.now - item.firstSeen) / 86_400_000
    rows[row + COLUMN.hour] = list.hour
    rows[row + COLUMN.device] = list.device
  })
  listRanks(list, { from: COLUMN.prior, to: COLUMN.prior_rank })
}

function writeGivenColumns({ store }: Knowledge, list: ScoredList): void {
  store.schema.given.forEach((_, given) => {
    const column = firstGivenColumn(store.schema) + COLUMNS_PER_GIVEN * given
    list.candidates.forEach(
      (candidate, place) => (list.rows[place * list.width + column] = candidate.given[given] ?? Number.NaN),
    )
    listDeviations(list, { from: column, to: column + 1 })
  })
}
