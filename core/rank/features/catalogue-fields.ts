import type { CatalogueItem } from '#core/contract/catalogue'
import type { FieldValues } from './fields.ts'

/** A catalogue's item as the features see it, in training as in serving: facets, and what can be compared as a number. */
export function fieldsOfItem({ facets, price, date, popularity, attributes }: CatalogueItem): FieldValues {
  const numbers = Object.entries(attributes).filter(([, value]) => typeof value === 'number')
  return new Map<string, unknown>([
    ...numbers,
    ...Object.entries(facets),
    ['popularity', popularity],
    ['price', price],
    ['date', date],
  ])
}

/** What a list carries per candidate: its match against the best of the list, 0 to 1. */
export const GIVEN = ['match']
