import { expect, it } from 'vitest'
import { parseRules, type Rule } from '#core/contract/rules'
import { unknownFacets } from '#core/rank/rules/unknown-facets'

function rulesOf(...rules: object[]): Rule[] {
  const parsed = parseRules({ rules })
  if (parsed.outcome === 'rejected') throw new Error(parsed.detail)
  return parsed.value
}
const drama = (facet: string) => ({ facet, value: 'Drama' })

it('names the rule, the field and what the catalogue has, wherever a rule names a facet', () => {
  const rules = rulesOf(
    { id: 'filtered', does: 'hide', on: { items: ['a'] }, when: { filter: drama('gener') } },
    { id: 'fans', does: 'pin', item: 'a', position: 0, when: { segment: { ...drama('Genre'), share: 0.5 } } },
    { id: 'matched', does: 'boost', by: 1, on: { match: drama('kind') } },
    { id: 'mixed', does: 'cap', facet: 'author', most: 2 },
  )
  const had = 'it has genre, maker'
  expect(unknownFacets(rules, ['genre', 'maker'])).toEqual([
    `rule filtered: when.filter.facet: the catalogue has no facet "gener"; ${had}`,
    `rule fans: when.segment.facet: the catalogue has no facet "Genre"; ${had}`,
    `rule matched: on.match.facet: the catalogue has no facet "kind"; ${had}`,
    `rule mixed: facet: the catalogue has no facet "author"; ${had}`,
  ])
  expect(unknownFacets(rules.slice(3), [])).toEqual([
    'rule mixed: facet: the catalogue has no facet "author"; it has none',
  ])
})

it('is silent about facets that there are', () => {
  const match = { id: 'matched', does: 'bury', by: 1, on: { match: drama('genre') } }
  expect(
    unknownFacets(rulesOf(match, { id: 'mixed', does: 'cap', facet: 'maker', most: 1 }), ['genre', 'maker']),
  ).toEqual([])
})
