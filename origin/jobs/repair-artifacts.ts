import type { ArtifactKind } from '../artifacts/artifact.ts'
import { forgetDamaged } from '../artifacts/forget-damaged.ts'
import type { Ports } from '../ports.ts'
import { buildKnowledge } from './build-knowledge.ts'
import { buildNeighbours } from './build-neighbours.ts'
import { buildSuggest } from './build-suggest.ts'

/** Builds anew what is served and damaged or missing in the data folder. @returns a sentence for each */
export async function repairArtifacts(ports: Ports): Promise<string[]> {
  const damaged = await forgetDamaged(ports.artifacts)
  const kinds = new Set(damaged.map(({ kind }) => kind))
  if (kinds.has('suggest')) await buildSuggest(ports)
  if (kinds.has('neighbours') || kinds.has('baskets')) await buildNeighbours(ports)
  if (kinds.has('knowledge')) await buildKnowledge(ports)
  const pointers = await ports.artifacts.pointers()
  return damaged.map(({ kind, name }) => `artifacts/${name} was damaged or missing: ${remedyOf(kind, pointers[kind])}.`)
}

/** A model is trained by an operator: there is nothing to build it from. */
function remedyOf(kind: ArtifactKind, now: object | null): string {
  if (kind === 'model') return 'no model is served until one is published again (npm run publish-model)'
  return now === null ? 'the log does not suffice for another' : 'it was built anew'
}
