/** What the origin says about items and the catalogue. Shared by origin (writes it), worker (parses it) and clients. */
import * as v from 'valibot'

const facetValues = v.record(v.string(), v.array(v.string()))

export const catalogueItem = v.object({
  /** Stable for the life of the item; the key of every event and artifact. */
  id: v.string(),
  title: v.string(),
  /** Facet name to its values, in the catalogue's own spelling: `{ genre: ['Drama'] }`. */
  facets: facetValues,
  /** Share of the catalogue that is at most as popular as this item, 0 to 1. */
  popularity: v.number(),
  price: v.nullable(v.number()),
  /** ISO date, `YYYY-MM-DD`. */
  date: v.nullable(v.string()),
  inStock: v.boolean(),
  /** Fields only for display. */
  attributes: v.record(v.string(), v.union([v.string(), v.number()])),
})
export type CatalogueItem = v.InferOutput<typeof catalogueItem>

export const catalogueMeta = v.object({
  name: v.string(),
  /** Changes whenever the catalogue's items change. */
  version: v.string(),
  items: v.number(),
  facets: v.array(
    v.object({
      name: v.string(),
      label: v.string(),
      /** Weight of a visitor's affinity for this facet, 0 (none) to 1. */
      affinity: v.number(),
    }),
  ),
})
export type CatalogueMeta = v.InferOutput<typeof catalogueMeta>
