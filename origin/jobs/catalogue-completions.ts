/**
 * What the catalogue itself completes: titles and the values of chosen facets. One order holds for both kinds, because
 * a lookup returns one list:
 *
 *   title      100 + 900 x its popularity share
 *   category   the weight of its best title x items / (items + 3): a genre of hundreds beside the hits, a director
 *              of two films well below
 */
import type { CatalogueItem } from '#core/contract/catalogue'
import type { Completion } from '#core/suggest/completion'
import type { CatalogueDefinition } from '../catalog/definition.ts'
import type { CatalogueStore } from '../catalog/store.ts'

const FEW_ITEMS = 3

const categoryRef = (facet: string, value: string): string => `${facet}:${value}`

/** The weight of something whose popularity share is `share`. */
export const weightOfShare = (share: number): number => 100 + 900 * share

export function itemCompletion(
  { id, title, popularity, facets }: CatalogueItem,
  definition: CatalogueDefinition,
): Completion {
  const scopes = definition.suggest.facets.flatMap((facet) =>
    (facets[facet] ?? []).map((value) => categoryRef(facet, value)),
  )
  return { text: title, weight: weightOfShare(popularity), kind: 'item', ref: id, scopes }
}

export async function catalogueCompletions(
  store: CatalogueStore,
  definition: CatalogueDefinition,
): Promise<Completion[]> {
  const suggested = new Set(definition.suggest.facets)
  const completions: Completion[] = []
  for await (const item of store.all()) completions.push(itemCompletion(item, definition))
  for (const { facet, value, items, best } of await store.facetValues()) {
    if (!suggested.has(facet)) continue
    const weight = (weightOfShare(best) * items) / (items + FEW_ITEMS)
    completions.push({ text: value, weight, kind: 'category', ref: categoryRef(facet, value), scopes: [] })
  }
  return completions
}
