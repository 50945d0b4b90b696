/** What the suggestion pointer points at when the index is too large for one value: where its head and pieces are. */
import * as v from 'valibot'
import { artifactRef } from '#core/contract/artifact-ref'

/** `pieces` sorted by scope, then by `from` (core/suggest/pieces.ts). */
export const suggestManifest = v.object({
  head: artifactRef,
  pieces: v.array(v.object({ scope: v.string(), from: v.string(), part: artifactRef })),
})
export type SuggestManifest = v.InferOutput<typeof suggestManifest>
