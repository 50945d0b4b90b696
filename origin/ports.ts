import type { ArtifactStore } from './artifacts/artifact-store.ts'
import type { CatalogueStore } from './catalog/store.ts'
import type { KeywordRetrieval } from './lexical/keyword-retrieval.ts'
import type { PublishedQueries } from './jobs/published-queries.ts'
import type { Removals } from './jobs/removals.ts'
import type { RuleStore } from './rules/rule-store.ts'
import type { EventLog } from './log/event-log.ts'
import type { ImpressionStore } from './log/impression-store.ts'
import type { TrainingHistory } from './log/training-history.ts'

/** What routes and jobs stand on; `now` is epoch milliseconds. */
export type Ports = {
  catalogue: CatalogueStore
  keywords: KeywordRetrieval
  log: EventLog
  impressions: ImpressionStore
  history: TrainingHistory
  artifacts: ArtifactStore
  removals: Removals
  rules: RuleStore
  published: PublishedQueries
  now: () => number
}
