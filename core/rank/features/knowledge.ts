import type { ItemStore } from './items.ts'
import type { Priors } from './priors.ts'
import type { Stages } from './stages.ts'

/** What everyone's behaviour taught; the other half is in the request's session and visitor. */
export type Knowledge = { store: ItemStore; priors: Priors; stages: Stages; scratch: Scratch }
/** By term, all zero between calls: log lifts of the session and the visitor, and how many candidates have the term. */
type Scratch = { session: Float64Array; visitor: Float64Array; holders: Float64Array }

export const newScratch = (terms: number): Scratch => ({
  session: new Float64Array(terms),
  visitor: new Float64Array(terms),
  holders: new Float64Array(terms),
})
