import type { Range } from '../text/highlight.ts'
import type { CompletionKind } from './completion.ts'
import type { Match } from './scratch.ts'

export type Suggestion = {
  text: string
  kind: CompletionKind
  ref: string
  /** The completion's weight, as stored. */
  score: number
  match: Match
  highlights: readonly Range[]
  /** The categories that it belongs to; empty unless the lookup asked for them. */
  scopes: readonly string[]
  /** It rises now: much more popular than it usually is. */
  trending: boolean
}
