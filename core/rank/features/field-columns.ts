import { newScratch, type Knowledge } from './knowledge.ts'
import type { Item } from './items.ts'
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
  for (let place = 0; place < list.candidates.length; place += 1) {
    writeItem(knowledge, list, { item: list.candidates[place]!.item, row: place * list.width })
  }
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

function writeItem({ store, priors, scratch }: Knowledge, list: ScoredList, at: { item: Item; row: number }): void {
  const { item, row } = at
  const { rows } = list
  let lifts = 0
  let taste = 0
  const { fields } = store.schema
  for (let index = 0; index < fields.length; index += 1) {
    const first = row + FIRST_FIELD_COLUMN + COLUMNS_PER_FIELD * index
    if (item.start[index] !== item.start[index + 1]) {
      const lift = priors.fieldLift(item, index)
      const session = meanOf(scratch.session, item, index)
      const visitor = meanOf(scratch.visitor, item, index)
      rows[first + FIELD_COLUMNS.lift] = lift
      rows[first + FIELD_COLUMNS.sessionTaste] = session
      rows[first + FIELD_COLUMNS.visitorTaste] = visitor
      lifts += lift
      taste += (session + visitor) / 2
    }
    const value = item.numbers[index]!
    if (value !== value) continue
    rows[first + FIELD_COLUMNS.value] = fields[index]!.kind === 'date' ? (list.now - value) / 86_400_000 : value
    rows[first + FIELD_COLUMNS.fromLevel] = fromLevel(list.visitor, index, value)
  }
  rows[row + COLUMN.item_lift] = lifts
  rows[row + COLUMN.taste] = taste
}

function meanOf(lifts: Float64Array, item: Item, field: number): number {
  const from = item.start[field]!
  const to = item.start[field + 1]!
  let sum = 0
  for (let at = from; at < to; at += 1) sum += lifts[item.terms[at]!]!
  return sum / (to - from)
}

/** Standard deviations from the mean of the visitor's touched items; missing until there are two. */
function fromLevel({ levels }: VisitorMemory, field: number, value: number): number {
  const count = levels[3 * field]!
  if (count < 2) return Number.NaN
  const mean = levels[3 * field + 1]! / count
  const variance = Math.max(0, levels[3 * field + 2]! / count - mean * mean)
  return variance > 0 ? (value - mean) / Math.sqrt(variance) : Number.NaN
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
  for (const { item } of candidates) for (const term of item.terms) holders[term]! += 1
  for (let place = 0; place < candidates.length; place += 1) {
    const { terms } = candidates[place]!.item
    if (terms.length === 0) continue
    let shared = 0
    for (const term of terms) shared += holders[term]! - 1
    rows[place * width + COLUMN.alike_in_list] = shared / terms.length / (candidates.length - 1)
  }
  for (const { item } of candidates) for (const term of item.terms) holders[term] = 0
}
