import { originApp } from './app.ts'
import { artifactStore } from './artifacts/artifact-store.ts'
import { seedDemo, type SeedProgress, type SeedReport } from './catalog/demo/seed.ts'
import { sqliteCatalogueStore } from './catalog/sqlite-store.ts'
import type { Access } from './http/auth.ts'
import { buildSuggest } from './jobs/build-suggest.ts'
import { sqliteRetrieval } from './lexical/sqlite-retrieval.ts'
import { sqliteEventLog } from './log/sqlite-event-log.ts'
import type { Ports } from './ports.ts'
import { openStorage, type StorageOutcome } from './storage/open.ts'

export type OriginOptions = {
  /** Folder of the SQLite file and the artifacts; made when absent. */
  dataFolder: string
  access: Access
  /** Epoch milliseconds. */
  now: () => number
  /** Loads the demo when the data folder holds no catalogue; null leaves it empty. */
  onSeedProgress: ((progress: SeedProgress) => void) | null
}

export type Origin = {
  fetch: (request: Request) => Promise<Response>
  /** What seeding did; null when the data was there already. */
  seeded: SeedReport | null
  /** Null when there is no catalogue. */
  catalogue: { name: string; items: number; version: string } | null
  close: () => void
}

export type OpenOutcome = { outcome: 'opened'; origin: Origin } | Exclude<StorageOutcome, { outcome: 'opened' }>

/** Opens the data folder, seeds it if asked, and answers requests in this process. */
export async function openOrigin(options: OriginOptions): Promise<OpenOutcome> {
  const opened = openStorage(options.dataFolder)
  if (opened.outcome !== 'opened') return opened
  const { database, folder, close } = opened.storage
  const ports: Ports = {
    catalogue: sqliteCatalogueStore(database),
    keywords: sqliteRetrieval(database),
    log: sqliteEventLog(database),
    artifacts: artifactStore(database, folder),
    now: options.now,
  }
  const seeded = options.onSeedProgress === null ? null : await seedDemo(ports.catalogue, options.onSeedProgress)
  if (seeded !== null || (await ports.artifacts.pointers()).suggest === null) await buildSuggest(ports)
  const current = await ports.catalogue.current()
  const app = originApp(ports, options.access)
  return {
    outcome: 'opened',
    origin: {
      fetch: async (request) => app.fetch(request),
      seeded,
      catalogue: current && { name: current.definition.name, items: current.items, version: current.version },
      close,
    },
  }
}
