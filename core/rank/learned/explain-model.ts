/**
 * Why a model gave an item its score, in plain words: the columns that moved it most along its paths through the trees
 * (trees/contributions.ts), each head by how far its probability moved the worth; columns that sum up others are taken
 * apart (promise-parts.ts). What else it weighs, and what any such item gets, is the last part, so that all add up.
 */
import type { Contribution } from '#core/contract/replies'
import type { Hit } from '#core/contract/retrieval'
import { COLUMNS_PER_FIELD, FIELD_COLUMNS, FIRST_FIELD_COLUMN, firstGivenColumn } from '#core/rank/features/table'
import { openedWords } from '#core/rank/learned/opened-words'
import { COMPOSITES, partsOf } from '#core/rank/learned/promise-parts'
import type { ScoredByModel } from '#core/rank/learned/scored-by-model'
import type { ServedModel } from '#core/rank/learned/served-model'
import { probabilityOf } from '#core/rank/train/calibrate'
import { addContributions } from '#core/rank/trees/contributions'

const REASONS = 4
/** Less than this of a score is not worth a line. */
const LEAST = 0.005
/** Parts that cancel out to less than this share of themselves explain nothing. */
const LEAST_NET = 0.2

type Explained = { scored: ScoredByModel; candidate: number }

export function explainModel(model: ServedModel, hit: Hit, { scored, candidate }: Explained): Contribution[] {
  const { list, matches, knowsMatch, spread } = scored
  const row = list.rows.subarray(candidate * list.width, (candidate + 1) * list.width)
  const scale = spread > 0 ? 1 / spread : 0
  const reasons = new Map<string, number>()
  const add = (why: string, value: number) => reasons.set(why, (reasons.get(why) ?? 0) + value * scale)
  const together = { prior: 0, session: 0 }
  movedBy(model, row).forEach((amount, column) => {
    if (amount === 0) return
    const composite = COMPOSITES.get(column)
    if (composite === undefined) add(wordsOf(model, hit, { column, scored }), amount)
    else together[composite] += amount
  })
  for (const kind of ['prior', 'session'] as const) {
    if (together[kind] === 0) continue
    for (const { why, share } of apart(model, hit, { scored, candidate, kind })) add(why, together[kind] * share)
  }
  const strongest = [...reasons]
    .filter(([, value]) => Math.abs(value) >= LEAST)
    .toSorted(([, a], [, b]) => Math.abs(b) - Math.abs(a))
    .slice(0, REASONS)
    .map(([why, value]): Contribution => ({ stage: 'model', value, why }))
  const match: Contribution = { stage: 'retrieval', value: matches[candidate]!, why: 'how well it matches' }
  const named = knowsMatch ? strongest : [match, ...strongest]
  const rest = scored.scores[candidate]! - named.reduce((sum, { value }) => sum + value, 0)
  return [...named, { stage: 'model', value: rest, why: 'everything else that the model weighs' }]
}

const TOGETHER = { prior: 'how often it is clicked', session: 'how often it is clicked, and your visit' }

/** The parts of what the columns of a kind sum up, with their shares of it; one of it all when they cancel out. */
function apart(model: ServedModel, hit: Hit, { scored, candidate, kind }: Explained & { kind: 'prior' | 'session' }) {
  const { list, state } = scored
  const parts = partsOf(model.knowledge, kind, { list, candidate, hit, state })
  const net = parts.reduce((sum, { amount }) => sum + amount, 0)
  const gross = parts.reduce((sum, { amount }) => sum + Math.abs(amount), 0)
  if (Math.abs(net) <= LEAST_NET * gross) return [{ why: TOGETHER[kind], share: 1 }]
  return parts.map(({ why, amount }) => ({ why, share: amount / net }))
}

/** What each column did to the item's worth: the way from nothing known to the item, each step with its part of it. */
function movedBy(model: ServedModel, row: Float32Array): Float64Array {
  const moved = new Float64Array(row.length)
  for (const head of model.heads) {
    const own = new Float64Array(row.length)
    const bias = addContributions(head.model, row, own)
    const way = own.reduce((sum, each) => sum + each, 0)
    if (way === 0) continue
    const worth = probabilityOf(bias + way, head.calibration) - probabilityOf(bias, head.calibration)
    own.forEach((each, column) => (moved[column]! += (head.weight * worth * each) / way))
  }
  return moved
}

type AboutColumn = { column: number; scored: ScoredByModel }

function wordsOf(model: ServedModel, hit: Hit, { column, scored }: AboutColumn): string {
  const { schema } = model.knowledge.store
  const { words } = model.table[column]!
  if (column < FIRST_FIELD_COLUMN || column >= firstGivenColumn(schema)) return words
  const kind = (column - FIRST_FIELD_COLUMN) % COLUMNS_PER_FIELD
  if (kind !== FIELD_COLUMNS.sessionTaste && kind !== FIELD_COLUMNS.visitorTaste) return words
  const field = schema.fields[Math.floor((column - FIRST_FIELD_COLUMN) / COLUMNS_PER_FIELD)]?.name ?? ''
  return openedWords(field, hit, scored.state) ?? words
}
