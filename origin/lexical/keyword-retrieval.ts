import type { Filter } from '#core/contract/filter'
import type { Hit, RetrieveReply } from '#core/contract/retrieval'
import type { Sort } from '#core/contract/sort'
import type { CatalogueDefinition } from '../catalog/definition.ts'

export type RetrieveQuery = {
  definition: CatalogueDefinition
  /** As typed. Empty browses the catalogue by popularity. */
  q: string
  filter: Filter
  sort: Sort
  limit: number
  offset: number
  /** Names of facets whose value counts are wanted. */
  facets: readonly string[]
}

/** Port: finding items by words, facets and ranges. Implemented by SQLite FTS5; in production by Upstash Vector. */
export type KeywordRetrieval = {
  retrieve: (query: RetrieveQuery) => Promise<RetrieveReply>
  /** Whether an item has every word of `q`, the last one as a beginning. */
  findsEvery: (q: string) => Promise<boolean>
  /** Whether an item is called exactly `q`. */
  hasTitle: (q: string) => Promise<boolean>
  /** Items like `item`, best first, without itself; null when the item is unknown. */
  similar: (item: string, options: { definition: CatalogueDefinition; limit: number }) => Promise<Hit[] | null>
}
