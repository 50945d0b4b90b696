/**
 * The list behind each slot, before the visitor's affinities move it. A neighbour list that can not be had becomes
 * something useful of the same kind, marked `fallback`: similar items for an item, the popular ones for a visitor.
 */
import type { Degraded } from '#core/contract/replies'
import type { Hit, ListReply } from '#core/contract/retrieval'
import type { RecentItem } from '#core/session/state'
import { listOf } from '../answer-list.ts'
import type { SharedRequest } from '../cache/shared-cache.ts'
import { neighbourHits } from '../neighbours/neighbour-hits.ts'
import type { NeighbourSource, Repeat } from '../neighbours/neighbour-source.ts'
import { readShared } from '../read-shared.ts'
import { timed, waitUntilOf, type AppContext } from '../request.ts'
import { items, similar, trending } from '../shared-parts.ts'
import { popularFor } from './popular-for.ts'
import type { Slot } from './slot.ts'

export type SlotList =
  | { outcome: 'listed'; hits: readonly Hit[]; degraded: Degraded; cacheStatus?: string; because?: Because }
  | { outcome: 'refused'; response: Response }

type Because = { id: string; title: string }

/** Items looked up to find one that the catalogue still has. */
const MAX_SEEDS = 3

/** @param recent what the visitor dealt with, newest first; empty when nothing personal applies */
export async function slotList(c: AppContext, slot: Slot, recent: Promise<readonly RecentItem[]>): Promise<SlotList> {
  const { neighbours, baskets } = c.get('deps').neighbours
  switch (slot.slot) {
    case 'trending':
      return sharedList(c, trending())
    case 'similar':
      return sharedList(c, similar(slot.item))
    case 'also-viewed':
      return itemList(c, neighbours, slot.item)
    case 'bought-together':
      return itemList(c, baskets, slot.item)
    case 'for-you':
      return visitorList(c, await recent, slot.repeat)
    case 'because-you-viewed':
      return seedList(c, await recent)
    default:
      return slot satisfies never
  }
}

async function sharedList(c: AppContext, request: SharedRequest<ListReply>): Promise<SlotList> {
  const list = await listOf(c, await timed(c, 'shared', readShared(c, request)))
  if (list.outcome === 'refused') return list
  const degraded = list.outcome === 'listed' ? list.degraded : 'fallback'
  return { outcome: 'listed', hits: list.value.hits, degraded, cacheStatus: list.cacheStatus }
}

/** Undefined when there is no neighbour list for this session now. */
async function neighbourList(
  c: AppContext,
  source: NeighbourSource,
  { session, repeat }: { session: readonly string[]; repeat: Repeat },
): Promise<Extract<SlotList, { outcome: 'listed' }> | undefined> {
  const found = await timed(c, 'neighbours', source.next(session, { repeat, waitUntil: waitUntilOf(c) }))
  const resolved = found.outcome === 'found' ? await timed(c, 'shared', neighbourHits(c, found)) : undefined
  if (resolved !== undefined && resolved.hits.length > 0) return { outcome: 'listed', ...resolved }
  c.get('deps').metrics.count('neighbours_fallback', { reason: found.outcome === 'none' ? found.reason : 'unresolved' })
  return undefined
}

async function itemList(c: AppContext, source: NeighbourSource, item: string): Promise<SlotList> {
  const list = await neighbourList(c, source, { session: [item], repeat: 'off' })
  if (list !== undefined) return list
  const alike = await sharedList(c, similar(item))
  return alike.outcome === 'refused' ? alike : { ...alike, degraded: 'fallback' }
}

async function visitorList(c: AppContext, recent: readonly RecentItem[], repeat: Repeat): Promise<SlotList> {
  if (recent.length === 0) return sharedList(c, trending())
  const session = recent.map(({ id }) => id)
  const list = await neighbourList(c, c.get('deps').neighbours.neighbours, { session, repeat })
  if (list !== undefined) return list
  const popular = await sharedList(c, trending())
  if (popular.outcome === 'refused') return popular
  return { ...popular, hits: await popularFor(c, popular.hits, { session, repeat }), degraded: 'fallback' }
}

/** The newest item that the catalogue still has is the seed, and is named. */
async function seedList(c: AppContext, recent: readonly RecentItem[]): Promise<SlotList> {
  for (const { id } of recent.slice(0, MAX_SEEDS)) {
    const answer = await readShared(c, items([id]))
    if (answer.outcome !== 'answered') break
    const [seed] = answer.value.items
    if (seed === undefined) continue
    const list = await itemList(c, c.get('deps').neighbours.neighbours, id)
    return list.outcome === 'refused' ? list : { ...list, because: { id, title: seed.title } }
  }
  return sharedList(c, trending())
}
