import type { Hit } from '#core/contract/retrieval'
import { bestScore } from '#core/rank/candidates'
import { fieldsOfItem, GIVEN } from '#core/rank/features/catalogue-fields'
import type { Item } from '#core/rank/features/items'
import type { Knowledge } from '#core/rank/features/knowledge'
import type { ListRequest } from '#core/rank/features/list'

export type ListItems = {
  items: readonly Item[]
  /** The same with what the list says of each. */
  candidates: ListRequest['candidates']
  /** Each hit's match against the best, 0 to 1. */
  matches: Float64Array
}

const declared = new WeakMap<readonly Hit[], ListItems & { knowledge: Knowledge }>()

/**
 * A shared part's items as features see them; made once for as long as the part lives. Only the catalogue's items come
 * this way, so the knowledge can not grow by what visitors send.
 */
export function listItems(knowledge: Knowledge, hits: readonly Hit[], now: number): ListItems {
  const known = declared.get(hits)
  if (known?.knowledge === knowledge) return known
  const { store } = knowledge
  const best = bestScore(hits)
  const matches = Float64Array.from(hits, ({ score }) => score / best)
  const items = hits.map(({ item }) => store.declare(item.id, fieldsOfItem(item), now))
  const candidates = items.map((item, at) => ({
    item,
    given: store.schema.given.map((name) => (name === GIVEN[0] ? matches[at]! : Number.NaN)),
  }))
  const made = { knowledge, items, candidates, matches }
  declared.set(hits, made)
  return made
}
