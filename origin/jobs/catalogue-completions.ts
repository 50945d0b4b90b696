/**
 * What the catalogue itself completes: titles and the values of chosen facets. One order holds for both kinds, because
 * a lookup returns one list: weights are 0 to 1,000.
 *
 *   title      100 + 900 x its popularity share
 *   category   the weight of its best title x items / (items + 3): a genre of hundreds beside the hits, a director
 *              of two films well below
 */
import type { Completion } from '#core/suggest/completion'
import type { CatalogueDefinition } from '../catalog/definition.ts'
import type { CatalogueStore } from '../catalog/store.ts'

const FEW_ITEMS = 3

const weightOf = (popularity: number): number => 100 + 900 * popularity

const categoryRef = (facet: string, value: string): string => `${facet}:${value}`

export async function catalogueCompletions(
  store: CatalogueStore,
  definition: CatalogueDefinition,
): Promise<Completion[]> {
  const suggested = new Set(definition.suggest.facets)
  const completions: Completion[] = []
  for await (const { id, title, popularity, facets } of store.all()) {
    const scopes = Object.entries(facets)
      .filter(([facet]) => suggested.has(facet))
      .flatMap(([facet, values]) => values.map((value) => categoryRef(facet, value)))
    completions.push({ text: title, weight: weightOf(popularity), kind: 'item', ref: id, scopes })
  }
  for (const { facet, value, items, best } of await store.facetValues()) {
    if (!suggested.has(facet)) continue
    const weight = (weightOf(best) * items) / (items + FEW_ITEMS)
    completions.push({ text: value, weight, kind: 'category', ref: categoryRef(facet, value), scopes: [] })
  }
  return completions
}
