/**
 * Session affinity: how well an item's facet values match what the visitor touched.
 *
 *   affinity(item) = Σ over facets f of  weight(f) · confidence(f) · max over the item's values v of share(f, v)
 *   confidence(f)  = total(f) / (total(f) + 3)        one click is 0.4, three are 0.67: a first touch already counts
 *
 * `share` is the value's part of the facet's whole interest; weights come from the catalogue and are normalised to 1.
 */
import type { CatalogueItem, CatalogueMeta } from '#core/contract/catalogue'
import type { Candidates } from '#core/rank/candidates'
import type { Affinity } from '#core/session/features'

const CONFIDENCE_PRIOR = 3

/** Facet values that the visitor touched, each with what a match is worth. */
export type AffinityIndex = { facet: string; values: Map<string, number> }[]

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
      return { facet: facet.name, values: new Map(values) }
    })
    .filter((facet) => facet.values.size > 0)
}

/** Zero between two calls: an array a request costs more than what is written into it. */
let bestOfFacet = new Float64Array(256)

/**
 * The affinity of every candidate as its share of a score where a full match is worth `weight`. Costs the matches, not
 * candidates times interests.
 */
export function weighedAffinities(candidates: Candidates, index: AffinityIndex, weight: number): Float64Array {
  const count = candidates.hits.length
  if (bestOfFacet.length < count) bestOfFacet = new Float64Array(2 * count)
  const affinities = new Float64Array(count)
  for (const facet of index) {
    const byValue = candidates.carriers.get(facet.facet)
    if (byValue === undefined) continue
    const touched: number[] = []
    for (const [value, score] of facet.values) {
      for (const candidate of byValue.get(value) ?? []) {
        const best = bestOfFacet[candidate]!
        if (best >= score) continue
        touched.push(candidate)
        affinities[candidate]! += weight * (score - best)
        bestOfFacet[candidate] = score
      }
    }
    for (const candidate of touched) bestOfFacet[candidate] = 0
  }
  return affinities
}

/** In words: which of the item's values the visitor touched, strongest first. */
export function affinityReason(item: CatalogueItem, index: AffinityIndex): string {
  const matches = index.flatMap((facet) => bestMatch(item, facet)).toSorted((a, b) => b.score - a.score)
  return `you opened ${matches
    .slice(0, 3)
    .map((match) => match.value)
    .join(', ')}`
}

function bestMatch(item: CatalogueItem, facet: AffinityIndex[number]) {
  const matches = (item.facets[facet.facet] ?? []).map((value) => ({ value, score: facet.values.get(value) ?? 0 }))
  const best = matches.toSorted((a, b) => b.score - a.score)[0]
  return best === undefined || best.score === 0 ? [] : [best]
}
