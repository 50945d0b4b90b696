import type { Rule } from '#core/contract/rules'

/** A sentence for each facet that a rule names and the catalogue does not have: such a rule can move nothing. */
export function unknownFacets(rules: readonly Rule[], known: readonly string[]): string[] {
  return rules.flatMap((rule) =>
    namedFacets(rule)
      .filter(([, facet]) => facet !== undefined && !known.includes(facet))
      .map(([field, facet]) => {
        const had = known.join(', ') || 'none'
        return `rule ${rule.id}: ${field}: the catalogue has no facet "${facet}"; it has ${had}`
      }),
  )
}

function namedFacets(rule: Rule): [field: string, facet: string | undefined][] {
  return [
    ['when.filter.facet', rule.when.filter?.facet],
    ['when.segment.facet', rule.when.segment?.facet],
    ['on.match.facet', 'on' in rule ? rule.on.match?.facet : undefined],
    ['facet', rule.does === 'cap' ? rule.facet : undefined],
  ]
}
