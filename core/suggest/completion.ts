/** What a completion stands for: a search to run, an item to open, or a category to browse. */
export type CompletionKind = (typeof COMPLETION_KINDS)[number]

/** The position is the number stored in the index: append only. */
export const COMPLETION_KINDS = ['query', 'item', 'category'] as const

export type Completion = {
  /** As it is shown. */
  text: string
  /** Popularity, not negative: the order of everything that matches equally well. */
  weight: number
  kind: CompletionKind
  /** The item's id, `facet:value` of a category, or '' for a query. */
  ref: string
  /** Refs of the categories it belongs to: a lookup may ask for one. */
  scopes: string[]
}
