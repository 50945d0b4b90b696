import type { ArtifactStore } from './artifacts/artifact-store.ts'
import type { CatalogueStore } from './catalog/store.ts'
import type { KeywordRetrieval } from './lexical/keyword-retrieval.ts'
import type { EventLog } from './log/event-log.ts'

/** What the routes stand on. Each is a port; `now` is epoch milliseconds. */
export type Ports = {
  catalogue: CatalogueStore
  keywords: KeywordRetrieval
  log: EventLog
  artifacts: ArtifactStore
  now: () => number
}
