// @ts-check
/**
 * Which facets are worth a row of chips, learned from any catalogue's own items: those whose values many items share.
 * A facet with nearly as many values as items (a director, an author) divides nothing.
 *
 * @typedef {import('#core/contract/catalogue').CatalogueItem} CatalogueItem
 */

/** Most rows of chips, and most distinct values per item that has the facet. */
const ROWS = 2
const MOST_DISTINCT = 0.6

/** @param {CatalogueItem[]} items @returns {string[]} names, in the catalogue's order */
export function chooseFacets(items) {
  /** @type {Map<string, string[]>} */
  const seen = new Map()
  for (const { facets } of items) {
    for (const [name, values] of Object.entries(facets)) seen.set(name, [...(seen.get(name) ?? []), ...values])
  }
  return [...seen]
    .filter(([, values]) => new Set(values).size <= values.length * MOST_DISTINCT)
    .map(([name]) => name)
    .slice(0, ROWS)
}
