import { originApp } from './app.ts'
import type { ArtifactKind } from './artifacts/artifact.ts'
import { seedDemo, type SeedProgress, type SeedReport } from './catalog/demo/seed.ts'
import type { Access } from './http/auth.ts'
import { startEdgeNotice } from './edge/edge-notice.ts'
import { purgeEdge, type EdgeToPurge } from './edge/purge-edge.ts'
import { toldFile } from './edge/told-file.ts'
import { buildSuggest } from './jobs/build-suggest.ts'
import { repairArtifacts } from './jobs/repair-artifacts.ts'
import { rebuildInThread } from './jobs/rebuild-thread.ts'
import { everyInterval, scheduleRebuilds } from './jobs/schedule.ts'
import type { Ports } from './ports.ts'
import { sqlitePorts } from './sqlite-ports.ts'
import { openStorage, type StorageOutcome } from './storage/open.ts'

export type OriginOptions = {
  /** Folder of the SQLite file and the artifacts; made when absent. */
  dataFolder: string
  access: Access
  /** Epoch milliseconds. */
  now: () => number
  /** Loads the demo when the data folder holds no catalogue; null leaves it empty. */
  onSeedProgress: ((progress: SeedProgress) => void) | null
  /** How often to look whether the suggestion and neighbour indexes must be rebuilt; null never does. */
  rebuildEveryMs: number | null
}

export type Origin = {
  fetch: (request: Request) => Promise<Response>
  /** What seeding did; null when the data was there already. */
  seeded: SeedReport | null
  /** A sentence for each artifact that was damaged. */
  repaired: string[]
  /** Null when there is no catalogue. */
  catalogue: { name: string; items: number; version: string } | null
  /** From now on this edge is told what changes here. */
  tellEdge: (edge: EdgeToPurge) => void
  close: () => void
}

export type OpenOutcome = { outcome: 'opened'; origin: Origin } | Exclude<StorageOutcome, { outcome: 'opened' }>

/** Opens the data folder, seeds it if asked, and answers requests in this process. */
export async function openOrigin(options: OriginOptions): Promise<OpenOutcome> {
  const opened = openStorage(options.dataFolder)
  if (opened.outcome !== 'opened') return opened
  const ports = sqlitePorts(opened.storage, options.now)
  const seeded = options.onSeedProgress === null ? null : await seedDemo(ports.catalogue, options.onSeedProgress)
  const repaired = await repairArtifacts(ports)
  if (seeded !== null || (await ports.artifacts.pointers()).suggest === null) await buildSuggest(ports)
  const current = await ports.catalogue.current()
  const { folder } = opened.storage
  const suggest = async (): Promise<void> => rebuildInThread('suggest', folder, ports.now())
  const neighbours = async (): Promise<void> => rebuildInThread('neighbours', folder, ports.now())
  const knowledge = async (): Promise<void> => rebuildInThread('knowledge', folder, ports.now())
  const impressions = async (): Promise<void> => rebuildInThread('impressions', folder, ports.now())
  const app = originApp(ports, options.access, async (kind) => rebuild(kind, { suggest, neighbours, knowledge }))
  const stop =
    options.rebuildEveryMs === null
      ? null
      : startRebuilds(ports, { suggest, neighbours, knowledge, impressions }, options.rebuildEveryMs)
  let untell: (() => void) | null = null
  return {
    outcome: 'opened',
    origin: {
      fetch: async (request) => app.fetch(request),
      seeded,
      repaired,
      catalogue: current && { name: current.definition.name, items: current.items, version: current.version },
      tellEdge(edge) {
        untell?.()
        untell = startEdgeNotice({
          ports,
          told: toldFile(folder, edge.url),
          purge: (purge) => purgeEdge(edge, purge),
          every: (ms, look) => everyInterval(ms, () => void look()),
          onFailed: (why) => console.error(`The edge at ${edge.url} was not told of a change (${why}); tried again.`),
        })
      },
      close: () => {
        stop?.()
        untell?.()
        opened.storage.close()
      },
    },
  }
}

type Rebuilds = Record<'suggest' | 'neighbours' | 'knowledge' | 'impressions', () => Promise<void>>

/** A model is trained by an operator: there is nothing to build. */
async function rebuild(kind: ArtifactKind, builds: Omit<Rebuilds, 'impressions'>): Promise<void> {
  if (kind === 'model') return
  await builds[kind === 'baskets' ? 'neighbours' : kind]()
}

/** Each list of the log is replayed: rates change slowly. */
const KNOWLEDGE_EVERY = 3
const SETTLE_EVERY_MS = 10 * 60_000

/** Each when what it is made of changed: a click is news for the neighbours, not for the suggestions. */
function startRebuilds({ catalogue, log, removals, now }: Ports, rebuilds: Rebuilds, everyMs: number): () => void {
  const onFailed = (what: string) => (error: unknown) =>
    console.error(`The ${what} index was not rebuilt; the last one stays.`, error)
  const onUncounted = (error: unknown) => console.error('The impressions were not counted; the next run does.', error)
  const stops = [
    scheduleRebuilds({
      everyMs,
      every: everyInterval,
      rebuild: rebuilds.suggest,
      stamp: async () => JSON.stringify([await catalogue.current(), await log.stamp(), await removals.list()]),
      onFailed: onFailed('suggestion'),
    }),
    scheduleRebuilds({
      everyMs,
      every: everyInterval,
      rebuild: rebuilds.neighbours,
      stamp: async () => JSON.stringify([(await catalogue.current())?.version, await log.deedStamp()]),
      onFailed: onFailed('neighbour'),
    }),
    scheduleRebuilds({
      everyMs: everyMs * KNOWLEDGE_EVERY,
      every: everyInterval,
      rebuild: rebuilds.knowledge,
      stamp: async () => JSON.stringify([(await catalogue.current())?.version, await log.deedStamp()]),
      onFailed: onFailed('knowledge'),
    }),
    scheduleRebuilds({
      everyMs,
      every: everyInterval,
      rebuild: rebuilds.impressions,
      stamp: async () => String(Math.floor(now() / SETTLE_EVERY_MS)),
      onFailed: onUncounted,
    }),
  ]
  return () => stops.forEach((stop) => stop())
}
