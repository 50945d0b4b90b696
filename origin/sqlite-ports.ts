import { artifactStore } from './artifacts/artifact-store.ts'
import { sqliteCatalogueStore } from './catalog/sqlite-store.ts'
import { sqlitePublishedQueries } from './jobs/published-queries.ts'
import { sqliteRemovals } from './jobs/removals.ts'
import { sqliteRetrieval } from './lexical/sqlite-retrieval.ts'
import { sqliteImpressionStore } from './log/impression-store.ts'
import { sqliteEventLog } from './log/sqlite-event-log.ts'
import { sqliteTrainingHistory } from './log/training-history.ts'
import type { Ports } from './ports.ts'
import { sqliteRuleStore } from './rules/rule-store.ts'
import type { Storage } from './storage/open.ts'

/** The embedded default of every port: one SQLite file and a folder of artifacts. */
export const sqlitePorts = ({ database, folder }: Storage, now: () => number): Ports => ({
  catalogue: sqliteCatalogueStore(database),
  keywords: sqliteRetrieval(database),
  log: sqliteEventLog(database, now),
  impressions: sqliteImpressionStore(database),
  history: sqliteTrainingHistory(database),
  artifacts: artifactStore(database, folder),
  removals: sqliteRemovals(database),
  rules: sqliteRuleStore(database),
  published: sqlitePublishedQueries(database),
  now,
})
