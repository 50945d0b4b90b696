import type { Hit } from '#core/contract/retrieval'
import type { Interest, SessionState } from '#core/session/state'

/** A taste is told by what was touched: `you opened Drama 3 times`. Undefined when none of the item's values was. */
export function openedWords(field: string, { item }: Hit, { facets }: SessionState): string | undefined {
  const own = item.facets[field] ?? []
  let most: Interest | undefined
  for (const interest of facets.find(({ facet }) => facet === field)?.values ?? []) {
    if (interest.clicks > (most?.clicks ?? 0) && own.includes(interest.value)) most = interest
  }
  const times = Math.round(most?.clicks ?? 0)
  if (most === undefined || times === 0) return undefined
  return times === 1 ? `you opened ${most.value}` : `you opened ${most.value} ${times} times`
}
