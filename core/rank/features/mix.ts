import type { Mix } from '#core/session/state'

/** Rarer values of a list say nothing by themselves: a hundredth of a click is expected of them. */
const MAX_VALUES = 100

/** What one click on a list of these items would say if the visitor had no taste: the shares of their values. */
export function mixOf(items: readonly { facets: Readonly<Record<string, string[]>>; weight: number }[]): Mix {
  const whole = items.reduce((sum, { weight }) => sum + weight, 0) || 1
  const shares = new Map<string, { facet: string; value: string; share: number }>()
  for (const { facets, weight } of items) {
    for (const [facet, values] of Object.entries(facets)) {
      for (const value of values) {
        const key = `${facet}:${value}`
        const known = shares.get(key)
        if (known === undefined) shares.set(key, { facet, value, share: weight / whole })
        else known.share += weight / whole
      }
    }
  }
  return [...shares.values()].sort((a, b) => b.share - a.share).slice(0, MAX_VALUES)
}
