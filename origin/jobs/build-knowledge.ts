/**
 * Counts what everyone's clicks say of places, items, facet values and queries, from the log and with no training, and
 * serves it: the untrained order then knows what is clicked. The bytes are opened once before the pointer moves.
 */
import { openKnowledge, packKnowledge } from '#core/rank/features/knowledge-codec'
import { Replay } from '#core/rank/features/replay'
import type { Ports } from '../ports.ts'
import { catalogueSchema } from './catalogue-schema.ts'
import { trainingLog } from './training-log.ts'

export type KnowledgeOutcome =
  | { outcome: 'published' | 'held'; lists: number; bytes: number }
  | { outcome: 'too-few-lists' | 'too-large'; lists: number }

/** Fewer say more about chance than about items. */
const NEEDED_LISTS = 20
/** The newest lists: a minute's work at most. */
const MAX_LISTS = 50_000
/** An isolate has 128 MB for everything, and opened it takes a multiple of its bytes. */
const MAX_BYTES = 8 * 1024 * 1024
/** Versions kept for edges that have not followed yet, beside the one that is served. */
const KEPT = 2

type Sources = Pick<Ports, 'catalogue' | 'history' | 'artifacts' | 'now'>

/** Without enough lists nothing is served, also when there were enough before: erased visitors take theirs along. */
export async function buildKnowledge(sources: Sources): Promise<KnowledgeOutcome> {
  const { artifacts, now } = sources
  const replay = new Replay(await catalogueSchema(sources))
  let lists = 0
  for await (const event of trainingLog(sources, { lists: MAX_LISTS })) {
    if (replay.apply(event) !== undefined) lists += 1
  }
  if (lists < NEEDED_LISTS) {
    await artifacts.withdraw('knowledge')
    await artifacts.prune('knowledge', 0)
    return { outcome: 'too-few-lists', lists }
  }
  const bytes = new Uint8Array(packKnowledge(replay.knowledge))
  if (bytes.byteLength > MAX_BYTES) return { outcome: 'too-large', lists }
  openKnowledge(bytes.slice().buffer)
  const artifact = await artifacts.put('knowledge', bytes, now())
  const pointed = await artifacts.point('knowledge', artifact.name, 'job')
  await artifacts.prune('knowledge', KEPT)
  return { outcome: pointed.outcome === 'held' ? 'held' : 'published', lists, bytes: bytes.byteLength }
}
