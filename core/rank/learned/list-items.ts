import type { Hit } from '#core/contract/retrieval'
import { fieldsOfItem } from '#core/rank/features/catalogue-fields'
import type { Item } from '#core/rank/features/items'
import type { Knowledge } from '#core/rank/features/knowledge'

const declared = new WeakMap<readonly Hit[], { knowledge: Knowledge; items: Item[] }>()

/**
 * A shared part's items as features see them; made once for as long as the part lives. Only the catalogue's items come
 * this way, so the knowledge can not grow by what visitors send.
 */
export function itemsOf(knowledge: Knowledge, hits: readonly Hit[], now: number): Item[] {
  const known = declared.get(hits)
  if (known?.knowledge === knowledge) return known.items
  const items = hits.map(({ item }) => knowledge.store.declare(item.id, fieldsOfItem(item), now))
  declared.set(hits, { knowledge, items })
  return items
}
