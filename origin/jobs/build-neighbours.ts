/**
 * Builds a neighbour index from the log's sessions and serves it: directory and shards first, then the manifest that
 * names them, then the pointer. Until the pointer moves nobody sees any of it.
 */
import type { ArtifactRef } from '#core/contract/artifact-ref'
import { neighbourManifest, type NeighbourManifest } from '#core/contract/neighbour-manifest'
import { parseReply } from '#core/contract/parse'
import { buildKnnIndex } from '#core/rank/knn/build'
import { openDirectory } from '#core/rank/knn/directory'
import { openShard } from '#core/rank/knn/shard'
import { MAX_DEEDS, NEEDED_SESSIONS } from '#core/rank/knn/sessions'
import { tuneKnn } from '#core/rank/knn/tune'
import type { ArtifactStore } from '../artifacts/artifact-store.ts'
import { pruneParts } from '../artifacts/prune-parts.ts'
import type { DeedKind } from '../log/event-log.ts'
import type { Ports } from '../ports.ts'
import { knownDeeds } from './known-deeds.ts'
import { sessionsOf } from './sessions.ts'

export type NeighboursOutcome =
  | { outcome: 'published' | 'held'; sessions: number }
  | { outcome: 'too-few-sessions'; sessions: number; needed: number }

/** From here on the search's parameters are chosen on the newest twentieth, once a day: seconds of work. */
const TUNED_SESSIONS = 4_000
const TUNED_PREFIXES = 1_000
const DAY_MS = 86_400_000
/** Versions kept for edges that have not followed yet, beside the one that is served. */
const KEPT = 2

type Sources = Pick<Ports, 'log' | 'artifacts' | 'now'> & { catalogue: Pick<Ports['catalogue'], 'get'> }

/** Without enough sessions nothing is served, also when there were enough before: erased visitors take theirs along. */
export async function buildNeighbours(sources: Sources): Promise<Record<DeedKind, NeighboursOutcome>> {
  const neighbours = await build(sources, 'neighbours')
  const baskets = await build(sources, 'baskets')
  await pruneParts(sources.artifacts)
  return { neighbours, baskets }
}

async function build({ log, artifacts, now, catalogue }: Sources, kind: DeedKind): Promise<NeighboursOutcome> {
  const sessions = await sessionsOf(knownDeeds(log.deeds(kind, { limit: MAX_DEEDS }), catalogue))
  if (sessions.length < NEEDED_SESSIONS) {
    await artifacts.withdraw(kind)
    await artifacts.prune(kind, 0)
    return { outcome: 'too-few-sessions', sessions: sessions.length, needed: NEEDED_SESSIONS }
  }
  const parts = await putParts(artifacts, sessions, now())
  const tuned = tunedOn(sessions, { last: await lastTuned(artifacts, kind), now: now() })
  const manifest: NeighbourManifest = { ...parts, ...(tuned && { tuned }) }
  const artifact = await artifacts.put(kind, new TextEncoder().encode(JSON.stringify(manifest)), now())
  const pointed = await artifacts.point(kind, artifact.name, 'job')
  await artifacts.prune(kind, KEPT)
  return { outcome: pointed.outcome === 'held' ? 'held' : 'published', sessions: sessions.length }
}

type Tuned = NonNullable<NeighbourManifest['tuned']>
type Parts = Omit<NeighbourManifest, 'tuned'>

/** What was chosen holds for a day: the index changes with every click, what it weighs does not. */
function tunedOn(sessions: string[][], { last, now }: { last: Tuned | undefined; now: number }): Tuned | undefined {
  if (sessions.length < TUNED_SESSIONS) return undefined
  if (last !== undefined && now - last.at < DAY_MS) return last
  return { at: now, parameters: tuneKnn(sessions, { repeat: 'off', prefixes: TUNED_PREFIXES }) }
}

async function lastTuned(artifacts: ArtifactStore, kind: DeedKind): Promise<Tuned | undefined> {
  const served = (await artifacts.pointers())[kind]
  return served === null ? undefined : (await manifestOf(artifacts, served.name))?.tuned
}

async function manifestOf(artifacts: ArtifactStore, name: string): Promise<NeighbourManifest | undefined> {
  const bytes = await artifacts.read(name)
  return bytes === null ? undefined : parseReply(neighbourManifest, JSON.parse(new TextDecoder().decode(bytes)))
}

/** Each part is opened before it is named: one that does not open throws, and the last index stays. */
async function putParts(artifacts: ArtifactStore, sessions: string[][], now: number): Promise<Parts> {
  const index = buildKnnIndex(sessions)
  openDirectory(index.directory)
  const shards: ArtifactRef[] = []
  for (const shard of index.shards) {
    openShard(shard)
    shards.push(await artifacts.put('part', new Uint8Array(shard), now))
  }
  return { directory: await artifacts.put('part', new Uint8Array(index.directory), now), shards }
}
