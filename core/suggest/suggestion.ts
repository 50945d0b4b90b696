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
  highlights: Range[]
}
