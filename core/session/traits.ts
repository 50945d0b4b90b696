import type { CatalogueItem } from '#core/contract/catalogue'
import { numberIn } from '#core/rank/features/fields'
import type { ItemTraits } from '#core/session/state'

/** What a session remembers of an item: facet values in the catalogue's spelling, and numbers by field. Dates are epoch ms. */
export function traitsOf({ facets, price, date, popularity, attributes }: CatalogueItem): ItemTraits {
  const numbers: Record<string, number> = { popularity }
  if (price !== null) numbers.price = price
  if (date !== null) numbers.date = numberIn(date, 'date')
  for (const [name, value] of Object.entries(attributes)) if (typeof value === 'number') numbers[name] ??= value
  return { facets, numbers }
}
