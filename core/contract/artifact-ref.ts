import * as v from 'valibot'

/** Names an artifact and what its bytes must be. The name is made of the digest, so the bytes never change. */
export const artifactRef = v.object({ name: v.string(), bytes: v.number(), sha256: v.string() })
export type ArtifactRef = v.InferOutput<typeof artifactRef>
