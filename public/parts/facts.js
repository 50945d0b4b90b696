// @ts-check
/**
 * What a card says of an item, read from any catalogue: the year of its date, its kind and maker, and a rating with votes
 * when the catalogue has attributes of those names.
 *
 * @typedef {import('#core/contract/catalogue').CatalogueItem} CatalogueItem
 */

/** Facets that say what kind of thing an item is, and who made it: the names that catalogues use, best first. */
const KIND = ['genre', 'category']
const MAKER = ['director', 'brand', 'author']

/** @param {CatalogueItem} item @returns {{ facet: string, value: string }} the kind also gives the item its colour */
export const kind = (item) => firstOf(item, KIND)

/** @param {string} facet */
export const isKind = (facet) => KIND.includes(facet)

/** @param {CatalogueItem} item @returns {string} `1994 · Quentin Tarantino`, as far as known */
export function byline(item) {
  return [item.date?.slice(0, 4) ?? '', firstOf(item, MAKER).value].filter((part) => part !== '').join(' · ')
}

/** @param {CatalogueItem} item @param {string[]} names @returns {{ facet: string, value: string }} empty when it has none */
function firstOf({ facets }, names) {
  const facet = names.find((name) => facets[name]?.[0] !== undefined) ?? ''
  return { facet, value: facets[facet]?.[0] ?? '' }
}

/** @param {CatalogueItem} item @returns {{ value: number, votes: number } | null} */
export function rating({ attributes }) {
  const value = attributes.imdb ?? attributes.rating
  const { votes } = attributes
  return typeof value === 'number' ? { value, votes: typeof votes === 'number' ? votes : 0 } : null
}
