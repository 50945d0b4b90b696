/**
 * Several objectives as separate models ("heads"): each is trained on one type of interaction, calibrated to a
 * probability, and the ranking score is the weighted sum, so a site can say what a purchase is worth in clicks.
 */
import type { ReplayedList } from '../features/replay.ts'
import { TABLE_VERSION } from '../features/table.ts'
import type { PackedModel } from '../trees/codec.ts'
import { scoreRows } from '../trees/evaluate.ts'
import type { Rows } from '../trees/column-values.ts'
import { probabilityOf, type Calibration } from './calibrate.ts'

export type Head = { objective: string; weight: number; calibration: Calibration; model: PackedModel }

/** The lists as one objective sees them: what counts is that type of interaction. */
export function listsFor(lists: readonly ReplayedList[], objective: string): ReplayedList[] {
  return lists.map((list) => ({ ...list, labels: list.acts.get(objective) ?? new Float32Array(list.count) }))
}

/** Expected value of each row: the heads' probabilities times their weights. */
export function scoreHeads(heads: readonly Head[], rows: Rows, out: Float64Array): void {
  const raw = new Float64Array(rows.count)
  out.fill(0, 0, rows.count)
  for (const head of heads) {
    scoreRows(head.model, rows, raw)
    for (let row = 0; row < rows.count; row += 1) out[row]! += head.weight * probabilityOf(raw[row]!, head.calibration)
  }
}

/** Names the columns and their meaning (FNV-1a, 32 bits): a model is served only over the table it was trained on. */
export function featureHash(featureNames: readonly string[]): string {
  let hash = 0x811c_9dc5
  for (const unit of `${TABLE_VERSION}\n${featureNames.join('\n')}`) {
    hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x0100_0193) >>> 0
  }
  return hash.toString(16).padStart(8, '0')
}
