/**
 * A visitor's tastes as features read them: per term (facet value) how often it was touched, against how often that was
 * to be expected. Lists led to expect their mix, scaled to how many clicks this visitor gives a list, so that an eager
 * visitor does not seem to like everything; touches outside any list are expected to spread over terms as everyone's do.
 */
import { countsAt, type Counts } from '#core/session/counts'
import type { SessionState } from '#core/session/state'
import type { ItemStore } from './items.ts'
import type { Priors } from './priors.ts'

export type Taste = { terms: Int32Array; clicks: Float64Array; expected: Float64Array; totals: Totals }
type Totals = { listed: number; lists: number; loose: number }
/** `fresh`: what this visit says; `lasting`: what the last weeks say. */
export type HalfLife = 'fresh' | 'lasting'

/** Expected clicks that "no preference" is worth. */
const WEIGHT = 1

export function tasteOf(store: ItemStore, state: SessionState, at: { now: number; half: HalfLife }): Taste {
  const read = (counts: Counts) => {
    const { clicks, expected, freshClicks, freshExpected } = countsAt(counts, at.now)
    return at.half === 'fresh' ? { clicks: freshClicks, expected: freshExpected } : { clicks, expected }
  }
  const listed = read(state.listed)
  const totals = { listed: listed.clicks, lists: listed.expected, loose: read(state.loose).clicks }
  const size = state.facets.reduce((sum, { values }) => sum + values.length, 0)
  const taste = {
    terms: new Int32Array(size),
    clicks: new Float64Array(size),
    expected: new Float64Array(size),
    totals,
  }
  let known = 0
  for (const { facet, values } of state.facets) {
    const field = store.fieldOf(facet)
    if (field === undefined) continue
    for (const value of values) {
      const term = store.termOf(field, value.value)
      if (term === undefined) continue
      const { clicks, expected } = read(value)
      taste.terms[known] = term
      taste.clicks[known] = clicks
      taste.expected[known] = expected
      known += 1
    }
  }
  return { ...taste, terms: taste.terms.subarray(0, known) }
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
    const due = eagerness * expected[at]! + loose * priors.touchShare(term)
    out[term] = Math.log((clicks[at]! + WEIGHT) / (due + WEIGHT))
  }
}

/** Undoes `writeTaste`, so that the scratch is all zeros again. */
export function wipeTaste({ terms }: Taste, out: Float64Array): void {
  for (const term of terms) out[term] = 0
}
