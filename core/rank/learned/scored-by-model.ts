import type { ScoredList } from '#core/rank/features/list'
import type { SessionState } from '#core/session/state'

export type ScoredByModel = {
  list: ScoredList
  state: SessionState
  /** One a candidate, on the scale of matches. */
  scores: Float64Array
  /** Between the least and the most that a candidate is worth, in the heads' weights. */
  spread: number
  /** Each candidate's match against the best. */
  matches: Float64Array
  /** Whether the model was told the match; else it is part of the score. */
  knowsMatch: boolean
}
