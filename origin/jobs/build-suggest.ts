/**
 * Builds the suggestion index from the catalogue (titles and facet values), checks it by opening it, and only then
 * moves the pointer to it.
 */
import type { CatalogueItem } from '#core/contract/catalogue'
import { buildSuggestIndex } from '#core/suggest/build'
import type { Completion } from '#core/suggest/completion'
import { openSuggestIndex } from '#core/suggest/open'
import type { Ports } from '../ports.ts'

/** Weights are whole numbers on this scale, so that items and categories can be compared. */
const SCALE = 1_000_000
/** Items at which a category weighs as much as an item of middling popularity. */
const HALF_WEIGHT_ITEMS = 10

export type BuiltSuggest = { outcome: 'published'; name: string; completions: number } | { outcome: 'no-catalogue' }

/** @throws Error when the index does not open: the pointer then stays where it was. */
export async function buildSuggest(ports: Ports): Promise<BuiltSuggest> {
  const current = await ports.catalogue.current()
  if (current === null) return { outcome: 'no-catalogue' }
  const items = (await ports.catalogue.popular(current.items)).map((hit) => hit.item)
  const completions = [...items.map(titleOf), ...categoriesOf(items)]
  const bytes = buildSuggestIndex(completions)
  const opened = openSuggestIndex(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
  if (opened.outcome === 'refused') throw new Error(`the new suggestion index does not open: ${opened.reason}`)
  const artifact = await ports.artifacts.put('suggest', bytes, ports.now())
  await ports.artifacts.point('suggest', artifact.name)
  return { outcome: 'published', name: artifact.name, completions: completions.length }
}

function titleOf(item: CatalogueItem): Completion {
  return {
    text: item.title,
    weight: Math.round(item.popularity * SCALE),
    kind: 'item',
    ref: item.id,
    scopes: categoryRefs(item),
  }
}

/** Each facet value once; the more items stand behind it, the more it weighs, without ever passing the best item. */
function categoriesOf(items: CatalogueItem[]): Completion[] {
  const counts = new Map<string, number>()
  for (const item of items) for (const ref of categoryRefs(item)) counts.set(ref, (counts.get(ref) ?? 0) + 1)
  return [...counts].map(([ref, count]) => ({
    text: ref.slice(ref.indexOf(':') + 1),
    weight: Math.round((SCALE * count) / (count + HALF_WEIGHT_ITEMS)),
    kind: 'category',
    ref,
    scopes: [],
  }))
}

const categoryRefs = (item: CatalogueItem): string[] =>
  Object.entries(item.facets).flatMap(([facet, values]) => values.map((value) => `${facet}:${value}`))
