/** What operators tell the origin, and what it answers. */
import * as v from 'valibot'

/** What can be pointed at. */
export const ARTIFACT_KINDS = ['suggest', 'neighbours', 'baskets', 'knowledge', 'model'] as const

/**
 * `POST /v1/publish`: serve this artifact from now on, an older one (roll back) or a newer one. The choice is kept until
 * `artifact` is `latest`, which builds the `kind` again and follows the catalogue and the log as before (of a model: serves
 * the newest). `none` serves nothing of the `kind`. Otherwise the artifact's name says its kind.
 */
export const publishRequest = v.strictObject({
  artifact: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  kind: v.optional(v.picklist(ARTIFACT_KINDS)),
})

/** `GET /v1/artifacts/versions` and the answer of `POST /v1/publish`: newest first. */
export const artifactVersions = v.object({
  versions: v.array(
    v.object({
      name: v.string(),
      bytes: v.number(),
      sha256: v.string(),
      /** Epoch milliseconds. */
      builtAt: v.number(),
      served: v.boolean(),
    }),
  ),
  /** Whether an operator chose what is served, so that newer builds wait. */
  held: v.boolean(),
})
export type ArtifactVersions = v.InferOutput<typeof artifactVersions>

const texts = v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(256))), v.maxLength(1_000))

/** `POST /v1/removals`: completions that must not be suggested, by their text; `restore` takes that back. */
export const removalsRequest = v.pipe(
  v.strictObject({ remove: v.optional(texts, []), restore: v.optional(texts, []) }),
  v.check(({ remove, restore }) => remove.length + restore.length > 0, 'expected remove or restore, or both'),
)

/** `GET /v1/removals` and the answer of `POST /v1/removals`: normal forms. */
export const removalsReply = v.object({ removed: v.array(v.string()) })
export type RemovalsReply = v.InferOutput<typeof removalsReply>
