/** Which rules hold for one page or recommended list: a visitor's query, filter, moment and interests. */
import type { Filter } from '#core/contract/filter'
import type { Rule } from '#core/contract/rules'
import type { Affinity } from '#core/session/features'
import { normalise } from '#core/text/normalise'

export type RuleContext = {
  /** Normal form; null for a list that is no answer to a query: rules about queries do not hold there. */
  query: string | null
  filter: Filter
  /** In the rules' spelling of times: `2026-11-27T00:00:00Z`. */
  now: string
  /** Empty when nothing personal applies. */
  interests: readonly Affinity[]
}

export function applicable(rules: readonly Rule[], context: RuleContext): Rule[] {
  return rules.filter(({ when }) => holds(when, context))
}

function holds({ query, filter, from, until, segment }: Rule['when'], context: RuleContext): boolean {
  return (
    (from === undefined || context.now >= from) &&
    (until === undefined || context.now < until) &&
    (query === undefined || (context.query !== null && queryHolds(query, context.query))) &&
    (filter === undefined || filtersBy(context.filter, filter)) &&
    (segment === undefined || context.interests.some((interest) => belongs(interest, segment)))
  )
}

function queryHolds(query: NonNullable<Rule['when']['query']>, asked: string): boolean {
  switch (query.is) {
    case 'exactly':
      return asked === normalise(query.text)
    case 'containing':
      return ` ${asked} `.includes(` ${normalise(query.text)} `)
    case 'empty':
      return asked === ''
    default:
      return query satisfies never
  }
}

const filtersBy = ({ facets }: Filter, { facet, value }: { facet: string; value: string }): boolean =>
  facets.some(({ name, values }) => name === facet && values.includes(value))

const belongs = (interest: Affinity, segment: NonNullable<Rule['when']['segment']>): boolean =>
  interest.facet === segment.facet && interest.value === segment.value && interest.share >= segment.share
