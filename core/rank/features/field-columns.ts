import { newScratch, type Knowledge } from './knowledge.ts'
import type { ScoredList } from './list.ts'
import type { VisitorMemory } from './memory.ts'
import { COLUMN, COLUMNS_PER_FIELD, FIELD_COLUMNS, FIRST_FIELD_COLUMN } from './table.ts'
import { wipeTaste, writeTaste } from './taste.ts'
import { listDeviations } from './within-list.ts'

/** Columns of the catalogue's fields: what its values promise, how they fit the visitor, how they stand in the list. */
export function writeFieldColumns(knowledge: Knowledge, list: ScoredList): void {
  const { store, priors } = knowledge
  if (knowledge.scratch.session.length < store.termCount) knowledge.scratch = newScratch(store.termCount * 2)
  const { scratch } = knowledge
  writeTaste(list.session.taste, priors, scratch.session)
  writeTaste(list.visitor.taste, priors, scratch.visitor)
  const levels = store.schema.fields.map((_, field) => levelOf(list.visitor, field))
  for (let place = 0; place < list.candidates.length; place += 1) writeItem(knowledge, list, { place, levels })
  wipeTaste(list.session.taste, scratch.session)
  wipeTaste(list.visitor.taste, scratch.visitor)
  store.schema.fields.forEach((field, index) => {
    if (field.edges.length === 0) return
    const first = FIRST_FIELD_COLUMN + COLUMNS_PER_FIELD * index
    listDeviations(list, { from: first + FIELD_COLUMNS.value, to: first + FIELD_COLUMNS.inList })
  })
  writeTasteInList(list)
  writeAlike(scratch.holders, list)
}

function writeItem(
  { store, priors, scratch }: Knowledge,
  list: ScoredList,
  at: { place: number; levels: Level[] },
): void {
  const { rows, now } = list
  const { terms, start, numbers } = list.candidates[at.place]!.item
  const row = at.place * list.width
  const { fields } = store.schema
  let lifts = 0
  let taste = 0
  let term = 0
  for (let index = 0, first = row + FIRST_FIELD_COLUMN; index < fields.length; index += 1, first += COLUMNS_PER_FIELD) {
    const end = start[index + 1]!
    const count = end - term
    if (count > 0) {
      // Each of its own: taken from one array they would be objects on the heap, thousands a list.
      let lift = 0
      let session = 0
      let visitor = 0
      for (; term < end; term += 1) {
        const value = terms[term]!
        lift += priors.terms.logLift(value)
        session += scratch.session[value]!
        visitor += scratch.visitor[value]!
      }
      // A number's step is nobody's taste: where numbers are names as well, the tastes are for those.
      const tasted = fields[index]!.codes === true ? count - 1 : count
      rows[first + FIELD_COLUMNS.lift] = lift /= count
      rows[first + FIELD_COLUMNS.sessionTaste] = session /= tasted
      rows[first + FIELD_COLUMNS.visitorTaste] = visitor /= tasted
      lifts += lift
      taste += (session + visitor) / 2
    }
    const value = numbers[index]!
    if (value !== value) continue
    const { mean, deviation } = at.levels[index]!
    rows[first + FIELD_COLUMNS.value] = fields[index]!.kind === 'date' ? (now - value) / 86_400_000 : value
    rows[first + FIELD_COLUMNS.fromLevel] = (value - mean) / deviation
  }
  rows[row + COLUMN.item_lift] = lifts
  rows[row + COLUMN.taste] = taste
}

/** Of the numbers of the visitor's touched items; not a number until two of them differ. */
type Level = { mean: number; deviation: number }

function levelOf({ levels }: VisitorMemory, field: number): Level {
  const count = levels[3 * field]!
  const mean = levels[3 * field + 1]! / count
  const variance = levels[3 * field + 2]! / count - mean * mean
  return { mean, deviation: count >= 2 && variance > 0 ? Math.sqrt(variance) : Number.NaN }
}

function writeTasteInList({ rows, width, candidates }: ScoredList): void {
  let sum = 0
  for (let row = 0; row < rows.length; row += width) sum += rows[row + COLUMN.taste]!
  for (let row = 0; row < rows.length; row += width) {
    rows[row + COLUMN.taste_in_list] = rows[row + COLUMN.taste]! - sum / candidates.length
  }
}

/** Mean over an item's values of the share of the other candidates that have the value too. */
function writeAlike(holders: Float64Array, { rows, width, candidates }: ScoredList): void {
  if (candidates.length < 2) return
  countTerms(holders, candidates, 1)
  for (let place = 0; place < candidates.length; place += 1) {
    const { terms } = candidates[place]!.item
    if (terms.length === 0) continue
    let shared = -terms.length
    for (let at = 0; at < terms.length; at += 1) shared += holders[terms[at]!]!
    rows[place * width + COLUMN.alike_in_list] = shared / terms.length / (candidates.length - 1)
  }
  countTerms(holders, candidates, -1)
}

/** By index: an iterator over a typed array, two thousand of them a list, is what most of this would cost. */
function countTerms(holders: Float64Array, candidates: ScoredList['candidates'], by: number): void {
  for (let place = 0; place < candidates.length; place += 1) {
    const { terms } = candidates[place]!.item
    for (let at = 0; at < terms.length; at += 1) holders[terms[at]!]! += by
  }
}
