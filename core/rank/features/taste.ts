/**
 * A visitor's tastes as features read them: per term (facet value) how often it was touched, against how often that was
 * to be expected. Lists led to expect their mix, scaled to how many clicks this visitor gives a list, so that an eager
 * visitor does not seem to like everything; touches outside any list are expected to spread over terms as everyone's do.
 */
import { leftOf, type HalfLife } from '#core/session/counts'
import type { SessionState } from '#core/session/state'
import type { ItemStore } from './items.ts'
import type { Priors } from './priors.ts'

export type Taste = { terms: Int32Array; clicks: Float64Array; expected: Float64Array; totals: Totals }
type Totals = { listed: number; lists: number; loose: number }
/** Expected clicks that "no preference" is worth. */
const WEIGHT = 1

export function tasteOf(store: ItemStore, state: SessionState, { now, half }: { now: number; half: HalfLife }): Taste {
  const all = termsOf(store, state.facets)
  const clicks = new Float64Array(all.length)
  const expected = new Float64Array(all.length)
  const fresh = half === 'fresh'
  const totals = { listed: 0, lists: 0, loose: 0 }
  // A state that has travelled has all its counts at one time.
  let at = -1
  let left = 1
  const leftAt = (time: number): number => {
    if (time !== at) left = leftOf((at = time), now, half)
    return left
  }
  const { listed, loose } = state
  totals.listed = leftAt(listed.at) * (fresh ? listed.freshClicks : listed.clicks)
  totals.lists = left * (fresh ? listed.freshExpected : listed.expected)
  totals.loose = leftAt(loose.at) * (fresh ? loose.freshClicks : loose.clicks)
  let place = 0
  for (const { values } of state.facets) {
    for (const counts of values) {
      leftAt(counts.at)
      clicks[place] = left * (fresh ? counts.freshClicks : counts.clicks)
      expected[place] = left * (fresh ? counts.freshExpected : counts.expected)
      place += 1
    }
  }
  return { terms: all, clicks, expected, totals }
}

const found = new WeakMap<SessionState['facets'], { store: ItemStore; known: number; terms: Int32Array }>()

/**
 * The term of each value in its order, -1 where no item that was met has it; for both half-lives looked up once, and anew
 * when a list has brought items with values that were not met before: a state may rank many lists.
 */
function termsOf(store: ItemStore, facets: SessionState['facets']): Int32Array {
  const known = found.get(facets)
  if (known?.store === store && known.known === store.termCount) return known.terms
  const terms = Int32Array.from(
    facets.flatMap(({ facet, values }) => {
      const field = store.fieldOf(facet)
      return values.map(({ value }) => (field === undefined ? -1 : (store.termOf(field, value) ?? -1)))
    }),
  )
  found.set(facets, { store, known: store.termCount, terms })
  return terms
}

export const noTaste: Taste = {
  terms: new Int32Array(0),
  clicks: new Float64Array(0),
  expected: new Float64Array(0),
  totals: { listed: 0, lists: 0, loose: 0 },
}

/** Writes the log lift of every known term into `out[term]`. */
export function writeTaste({ terms, clicks, expected, totals }: Taste, priors: Priors, out: Float64Array): void {
  // A client that reports no lists has touches in lists all the same: nothing is known of what else stood there.
  const loose = totals.loose + (totals.lists === 0 ? totals.listed : 0)
  const eagerness = (totals.listed + priors.clicksPerList) / (totals.lists + 1)
  for (let at = 0; at < terms.length; at += 1) {
    const term = terms[at]!
    if (term < 0) continue
    const due = eagerness * expected[at]! + loose * priors.touchShare(term)
    out[term] = Math.log((clicks[at]! + WEIGHT) / (due + WEIGHT))
  }
}

/** Undoes `writeTaste`, so that the scratch is all zeros again. */
export function wipeTaste({ terms }: Taste, out: Float64Array): void {
  for (const term of terms) if (term >= 0) out[term] = 0
}
