/** A ranking model on its way from whoever trained it to the edge. */
import * as v from 'valibot'
import { artifactRef } from '#core/contract/artifact-ref'

/** One head of a model: what it predicts, what that is worth, and how its raw score becomes a probability. */
const head = {
  objective: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/, 'expected 1 to 64 letters, digits, - or _')),
  weight: v.pipe(v.number(), v.finite()),
  calibration: v.object({ slope: v.pipe(v.number(), v.finite()), intercept: v.pipe(v.number(), v.finite()) }),
}
const heads = <T extends v.ObjectEntries>(entries: T) =>
  v.pipe(v.array(v.object({ ...head, ...entries })), v.minLength(1), v.maxLength(8))

/** What a model pointer points at: everything that has to be of one training, named by content. */
export const modelManifest = v.object({
  heads: heads({ trees: artifactRef }),
  knowledge: artifactRef,
})
export type ModelManifest = v.InferOutput<typeof modelManifest>

/** `POST /v1/models`: `trees` is a LightGBM model, as text or as JSON dump; `knowledge` is knowledge.bin in base64. */
export const modelUpload = v.strictObject({
  heads: heads({ trees: v.pipe(v.string(), v.minLength(1)) }),
  knowledge: v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]+={0,2}$/, 'expected base64')),
})
export type ModelUpload = v.InferOutput<typeof modelUpload>

export const MAX_MODEL_BYTES = 32 * 1024 * 1024
