/** The `sort` parameter: `relevance`, or a field with a direction such as `price:asc`. */
import type { Parsed } from './parse.ts'

export type Sort = { by: 'relevance' } | { by: 'popularity' | 'date' | 'price'; direction: 'asc' | 'desc' }

/** A field without a direction starts with what people mean by it: most popular, newest, cheapest. */
const DEFAULT_DIRECTION = { popularity: 'desc', date: 'desc', price: 'asc' } as const

export function parseSort(text: string): Parsed<Sort> {
  if (text === 'relevance') return { outcome: 'parsed', value: { by: 'relevance' } }
  const [, by, direction] = /^(popularity|date|price)(?::(asc|desc))?$/.exec(text) ?? []
  if (by === 'popularity' || by === 'date' || by === 'price') {
    const asked = direction === 'asc' || direction === 'desc' ? direction : DEFAULT_DIRECTION[by]
    return { outcome: 'parsed', value: { by, direction: asked } }
  }
  return { outcome: 'rejected', detail: 'expected relevance, or popularity, date or price, each with :asc or :desc' }
}

/** The canonical spelling, for cache keys. */
export const formatSort = (sort: Sort): string =>
  sort.by === 'relevance' ? 'relevance' : `${sort.by}:${sort.direction}`
