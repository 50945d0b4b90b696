/** The edge's replies, version 1: what clients of the HTTP API read. */
import type { CatalogueItem } from '#core/contract/catalogue'
import type { FacetCounts } from '#core/contract/retrieval'
import type { Personalisation } from '#core/contract/personalisation'

/** `no`: as fresh as promised. `stale`: served past its freshness because the origin failed. `fallback`: the popular list. */
export type Degraded = 'no' | 'stale' | 'fallback' | 'no-index'

/** In the order of the stages. The last ones move items without a share in the score. */
export type Stage =
  | 'retrieval'
  | 'popularity'
  | 'prior'
  | 'model'
  | 'affinity'
  | 'rule'
  | 'diversity'
  | 'exploration'
  | 'pin'

/** One stage's share of an item's score, with the reason in plain words; 0 when it only moved the item. */
export type Contribution = { stage: Stage; value: number; why: string }

export type RankedItem = CatalogueItem & {
  /** Place in this answer, first = 0. */
  position: number
  /** Place in the order that everyone gets; equal to `position` when nothing personal was applied, nor explored. */
  sharedPosition: number
  score: number
  /** Only with `explain=true`. */
  explain?: Contribution[]
}

/** What was used of the visitor, in short: enough to show, too little to identify. */
export type AppliedFeatures = { events: number; affinities: { facet: string; value: string; share: number }[] }

export type SearchReply = {
  /** Names this list; absent in a preview. */
  impression?: string
  query: string
  total: number
  results: RankedItem[]
  facets: FacetCounts[]
  /** Pass as `cursor` for the next page; absent on the last one. */
  cursor?: string
  personalisation: Personalisation<AppliedFeatures>
  degraded: Degraded
}

export type RecommendReply = {
  /** Names this list. */
  impression: string
  slot: string
  results: RankedItem[]
  /** The visitor's item that `because-you-viewed` starts from; absent when there is none. */
  because?: { id: string; title: string }
  personalisation: Personalisation<AppliedFeatures>
  degraded: Degraded
}

export type SuggestEntry = {
  text: string
  kind: 'query' | 'item' | 'category'
  /** Item id, `facet:value` of a category, or empty for a query. */
  ref: string
  /** Half-open UTF-16 ranges of `text` that matched. */
  highlights: readonly [number, number][]
  /** The visitor asked this before; absent otherwise. */
  recent?: true
  /** It rises now: asked much more than it usually is; absent otherwise. */
  trending?: true
  /** Only with `explain=true`: shares of the score, whose sum it is, strongest first. */
  explain?: SuggestContribution[]
}

/** Counted in doublings of popularity. */
export type SuggestContribution = {
  stage: 'match' | 'popularity' | 'history' | 'affinity' | 'session'
  value: number
  why: string
}

export type SuggestReply = {
  query: string
  sections: { queries: SuggestEntry[]; items: SuggestEntry[]; categories: SuggestEntry[] }
  personalisation: Personalisation<AppliedFeatures>
  degraded: Degraded
}

/** `DELETE /v1/me/queries`: whether the query was among the visitor's recent ones. */
export type ForgottenReply = { forgotten: boolean }

export type EventsReply = {
  /** Recorded now. */
  accepted: number
  /** Known already by their id: counted once. */
  duplicates: number
  /** Not recorded because the visitor opted out. */
  discarded: number
  /** Bad events, by their place in the batch; good ones beside them were recorded. */
  rejected: { index: number; detail: string }[]
}

export type MeReply = {
  /** `unknown`: the edge holds nothing about this visitor. */
  visitor: 'known' | 'unknown'
  consent: boolean
  events: number
  /** Decayed interest by facet value, strongest first. `share` is of that facet's whole, 0 to 1. */
  affinities: { facet: string; value: string; share: number; weight: number }[]
  /** The visit that goes on; null when the last one is over. `touches`: items dealt with, `lists`: lists reported as seen. */
  visit: { startedAt: number; touches: number; lists: number } | null
  /** Interest of the last quarter of an hour or so, strongest first; empty between visits. */
  thisVisit: { facet: string; value: string; share: number }[]
  /** `title`: null when the catalogue does not know the item any more, or cannot be asked. */
  recentItems: { id: string; title: string | null; type: string; at: number; surface?: string; position?: number }[]
  /** Shown in this visit and passed over, most often first. */
  passedOver: { id: string; title: string | null; times: number }[]
  /** What the items that were touched usually cost, or when they came out (epoch ms), by field. */
  levels: { field: string; mean: number; items: number }[]
  /** `count`: how often it was asked, decayed to `at`. */
  recentQueries: { query: string; count: number; at: number }[]
  /** When everything here is deleted unless the visitor comes back; epoch milliseconds, null when nothing is held. */
  expiresAt: number | null
}
