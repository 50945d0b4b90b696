/**
 * What is popular now: the decayed count of visitors, blended with the catalogue's own popularity, so that the list is
 * useful on an empty log and one visitor cannot lead it.
 *
 *   score = visitors / (visitors + 10) + 0.2 popularity
 *
 * Three visitors lift the least popular item just above the most popular one that nobody looks at.
 */
import type { Hit } from '#core/contract/retrieval'
import type { CatalogueStore } from '../catalog/store.ts'
import type { EventLog } from '../log/event-log.ts'

const HALF_SATURATION = 10
const POPULARITY_SHARE = 0.2
const MAX_MOVING = 500

type Sources = { catalogue: CatalogueStore; log: EventLog }

export async function trending({ catalogue, log }: Sources, options: { now: number; limit: number }): Promise<Hit[]> {
  // Exact unless more than this many items move at once and a less popular one of the rest belongs into the list.
  const counted = await log.trending({ now: options.now, limit: MAX_MOVING })
  const visitors = new Map(counted.map((entry) => [entry.item, entry.visitors]))
  const popular = await catalogue.popular(options.limit)
  const moving = await catalogue.get([...visitors.keys()])
  const items = new Map([...moving, ...popular.map((hit) => hit.item)].map((item) => [item.id, item]))
  return [...items.values()]
    .map((item) => ({ item, score: scoreOf(visitors.get(item.id) ?? 0, item.popularity) }))
    .sort((a, b) => b.score - a.score || (a.item.id < b.item.id ? -1 : 1))
    .slice(0, options.limit)
}

const scoreOf = (visitors: number, popularity: number): number =>
  visitors / (visitors + HALF_SATURATION) + POPULARITY_SHARE * popularity
