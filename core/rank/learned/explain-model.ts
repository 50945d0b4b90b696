/**
 * Why a model gave an item its score, in plain words: the columns that moved it most along its paths through the trees
 * (trees/contributions.ts), each head by how far its probability moved the worth. What the other columns made, and what
 * a list of such items gets anyway, is the last part, so that the parts add up to the score.
 */
import type { Contribution } from '#core/contract/replies'
import type { Hit } from '#core/contract/retrieval'
import { reasonsOf } from '#core/rank/features/reasons'
import { COLUMNS_PER_FIELD, FIELD_COLUMNS, FIRST_FIELD_COLUMN, firstGivenColumn } from '#core/rank/features/table'
import type { ScoredByModel } from '#core/rank/learned/scored-by-model'
import type { ServedModel } from '#core/rank/learned/served-model'
import { probabilityOf } from '#core/rank/train/calibrate'
import { addContributions } from '#core/rank/trees/contributions'
import type { SessionState } from '#core/session/state'

const REASONS = 4
/** Less than this of a score is not worth a line. */
const LEAST = 0.005

export function explainModel(
  model: ServedModel,
  hit: Hit,
  { scored, candidate }: { scored: ScoredByModel; candidate: number },
): Contribution[] {
  const { list, matches, knowsMatch, spread } = scored
  const row = list.rows.subarray(candidate * list.width, (candidate + 1) * list.width)
  const moved = new Float64Array(list.width)
  for (const head of model.heads) {
    const own = new Float64Array(list.width)
    const bias = addContributions(head.model, row, own)
    const way = own.reduce((sum, each) => sum + each, 0)
    if (way === 0) continue
    // What the whole way is worth, from nothing known to the item: each step has its part of it.
    const worth = probabilityOf(bias + way, head.calibration) - probabilityOf(bias, head.calibration)
    own.forEach((each, column) => (moved[column]! += (head.weight * worth * each) / way))
  }
  const scale = spread > 0 ? 1 / spread : 0
  const reasons = reasonsOf(moved, model.table, REASONS).flatMap(({ amount, column, words }): Contribution[] => {
    const value = amount * scale
    if (Math.abs(value) < LEAST) return []
    return [{ stage: 'model', value, why: touchedWords(model, hit, { column, state: scored.state }) ?? words }]
  })
  const match: Contribution = { stage: 'retrieval', value: matches[candidate]!, why: 'how well it matches' }
  const named = knowsMatch ? reasons : [match, ...reasons]
  const rest = scored.scores[candidate]! - named.reduce((sum, { value }) => sum + value, 0)
  return [...named, { stage: 'model', value: rest, why: 'everything else that the model weighs' }]
}

type AboutColumn = { column: number; state: SessionState }

/** A taste is told by what was touched: `you opened Drama 3 times`. */
function touchedWords(model: ServedModel, { item }: Hit, { column, state }: AboutColumn): string | undefined {
  const { schema } = model.knowledge.store
  if (column < FIRST_FIELD_COLUMN || column >= firstGivenColumn(schema)) return undefined
  const kind = (column - FIRST_FIELD_COLUMN) % COLUMNS_PER_FIELD
  if (kind !== FIELD_COLUMNS.sessionTaste && kind !== FIELD_COLUMNS.visitorTaste) return undefined
  const name = schema.fields[Math.floor((column - FIRST_FIELD_COLUMN) / COLUMNS_PER_FIELD)]?.name ?? ''
  const own = item.facets[name] ?? []
  const known = state.facets.find(({ facet }) => facet === name)?.values ?? []
  const [most] = known.filter(({ value }) => own.includes(value)).toSorted((a, b) => b.clicks - a.clicks)
  const times = Math.round(most?.clicks ?? 0)
  if (most === undefined || times === 0) return undefined
  return times === 1 ? `you opened ${most.value}` : `you opened ${most.value} ${times} times`
}
