/** The origin's replies: the shared parts, the same for everyone. */
import * as v from 'valibot'
import { artifactRef } from '#core/contract/artifact-ref'
import { catalogueItem } from '#core/contract/catalogue'

/** How often an item was shown and how often that got a click, both faded. */
const trials = v.object({ shown: v.number(), clicks: v.number() })
export type Trials = v.InferOutput<typeof trials>

const hit = v.object({
  item: catalogueItem,
  /** Retrieval relevance, higher is better; comparable only inside one reply. */
  score: v.number(),
  /** Absent when the item was never shown to anyone who could be followed. */
  trials: v.optional(trials),
})
export type Hit = v.InferOutput<typeof hit>

const facetCounts = v.object({
  name: v.string(),
  label: v.string(),
  values: v.array(v.object({ value: v.string(), count: v.number() })),
})
export type FacetCounts = v.InferOutput<typeof facetCounts>

/** `GET /v1/retrieve`: candidates in relevance order. `total` counts all matches, `hits` is one window of them. */
export const retrieveReply = v.object({ total: v.number(), hits: v.array(hit), facets: v.array(facetCounts) })
export type RetrieveReply = v.InferOutput<typeof retrieveReply>

/** `GET /v1/trending` and `GET /v1/similar`: items, best first. */
export const listReply = v.object({ hits: v.array(hit) })
export type ListReply = v.InferOutput<typeof listReply>

/** `GET /v1/items?ids=a,b`: known items in the order asked; unknown ids are listed, never an error. */
export const itemsReply = v.object({ items: v.array(catalogueItem), missing: v.array(v.string()) })
export type ItemsReply = v.InferOutput<typeof itemsReply>

/**
 * `GET /v1/artifacts`: the pointers. Names are content-addressed (`suggest-<hash>.bin`), so bytes never change.
 * `neighbours` (sessions of every item event), `baskets` (of carted and bought items) and `model` are manifests; `knowledge`
 * is what everyone's clicks taught. An origin of before they existed sends none of them.
 */
export const artifactPointers = v.object({
  suggest: v.nullable(artifactRef),
  neighbours: v.optional(v.nullable(artifactRef), null),
  baskets: v.optional(v.nullable(artifactRef), null),
  knowledge: v.optional(v.nullable(artifactRef), null),
  model: v.optional(v.nullable(artifactRef), null),
})
export type ArtifactPointers = v.InferOutput<typeof artifactPointers>
