/**
 * Session affinity: how well an item's facet values match what the visitor touched.
 *
 *   affinity(item) = Σ over facets f of  weight(f) · confidence(f) · max over the item's values v of share(f, v)
 *   confidence(f)  = total(f) / (total(f) + 3)        one click is 0.4, three are 0.67: a first touch already counts
 *
 * `share` is the value's part of the facet's whole interest; weights come from the catalogue and are normalised to 1.
 */
import type { CatalogueItem, CatalogueMeta } from '#core/contract/catalogue'
import type { Affinity } from '#core/session/features'

const CONFIDENCE_PRIOR = 3

export type AffinityIndex = { facet: string; label: string; values: Map<string, number> }[]

/** Prepares one visitor's affinities for a pass over many candidates. */
export function affinityIndex(affinities: Affinity[], facets: CatalogueMeta['facets']): AffinityIndex {
  const whole = facets.reduce((sum, facet) => sum + facet.affinity, 0) || 1
  return facets
    .filter((facet) => facet.affinity > 0)
    .map((facet) => {
      const own = affinities.filter((entry) => entry.facet === facet.name)
      const total = own.reduce((sum, entry) => sum + entry.weight, 0)
      const scale = (facet.affinity / whole) * (total / (total + CONFIDENCE_PRIOR))
      const values = own.map((entry) => [entry.value, scale * entry.share] as const)
      return { facet: facet.name, label: facet.label, values: new Map(values) }
    })
    .filter((facet) => facet.values.size > 0)
}

/** The affinity of one item, 0 to 1. */
export function sessionAffinity(item: CatalogueItem, index: AffinityIndex): number {
  let affinity = 0
  for (const facet of index) affinity += bestMatch(item, facet)?.score ?? 0
  return affinity
}

/** The same in words: which of the item's values the visitor touched, strongest first. */
export function affinityReason(item: CatalogueItem, index: AffinityIndex): string {
  const named = index
    .map((facet) => ({ label: facet.label.toLowerCase(), match: bestMatch(item, facet) }))
    .filter((entry) => entry.match !== undefined)
    .toSorted((a, b) => (b.match?.score ?? 0) - (a.match?.score ?? 0))
    .map((entry) => `${entry.match?.value} (${entry.label})`)
  return `you opened items with ${named.slice(0, 3).join(', ')}`
}

function bestMatch(item: CatalogueItem, facet: AffinityIndex[number]): { value: string; score: number } | undefined {
  let best: { value: string; score: number } | undefined
  for (const value of item.facets[facet.facet] ?? []) {
    const score = facet.values.get(value)
    if (score !== undefined && score > (best?.score ?? 0)) best = { value, score }
  }
  return best
}
