import type { CatalogueItem } from '#core/contract/catalogue'
import type { Hit } from '#core/contract/retrieval'
import type { CleanItem } from './clean.ts'
import type { CatalogueDefinition } from './definition.ts'

export type StoredCatalogue = {
  definition: CatalogueDefinition
  /** Whether it is the embedded demo, which gives way to any other catalogue. */
  demo: boolean
  /** Changes exactly when an item changes, comes or goes. */
  version: string
  items: number
}

export type WriteCounts = { inserted: number; updated: number; unchanged: number; duplicates: number }

/**
 * - `extended`: items are added to and updated in what is there.
 * - `rebuilt`: fields changed their meaning, or another catalogue took the demo's place: what was there is gone.
 * - `occupied`: another catalogue is there; nothing happened.
 */
export type BeginOutcome =
  | { outcome: 'created' | 'extended' | 'rebuilt'; writer: CatalogueWriter }
  | { outcome: 'occupied'; name: string }

export type CatalogueWriter = {
  /** Inserts or updates by id; all of a batch or none. An id that this writer saw before is a duplicate: the last wins. */
  write: (items: readonly CleanItem[]) => Promise<WriteCounts>
  /** Settles what depends on all items (popularity shares, counts, the version). */
  finish: () => Promise<{ version: string; items: number }>
}

type FacetValue = {
  facet: string
  value: string
  items: number
  /** Popularity of the most popular item with this value. */
  best: number
}

/** Port: where the items are. Implemented by SQLite; in production by Upstash Redis. */
export type CatalogueStore = {
  /** Null before the first import. */
  current: () => Promise<StoredCatalogue | null>
  /** Known items in the order of `ids`; unknown ones are left out. */
  get: (ids: readonly string[]) => Promise<CatalogueItem[]>
  /** The most popular items first; the score is the popularity share. */
  popular: (limit: number) => Promise<Hit[]>
  /** Every item, for jobs; one at a time, in the order of ids. */
  all: () => AsyncIterable<CatalogueItem>
  /** Every facet value that an item has, for jobs. */
  facetValues: () => Promise<FacetValue[]>
  begin: (definition: CatalogueDefinition, options: { demo: boolean; replace: boolean }) => Promise<BeginOutcome>
}
