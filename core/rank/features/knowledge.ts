import type { ItemStore } from './items.ts'
import type { Neighbours } from './neighbours.ts'
import type { Priors } from './priors.ts'
import type { Stages } from './stages.ts'

/** What everyone's behaviour taught; the other half is in the request's session and visitor. */
export type Knowledge = { store: ItemStore; priors: Priors; neighbours: Neighbours; stages: Stages; scratch: Scratch }
/** Log lifts by term, all zero between calls. */
type Scratch = { session: Float64Array; visitor: Float64Array }
