import { describe, expect, it } from 'vitest'
import { noFilter } from '#core/contract/filter'
import { applicable, type RuleContext } from '#core/rank/rules/applicable'
import { ruleList } from './rule-list.ts'

const now = '2026-11-27T12:00:00Z'
const context: RuleContext = {
  query: 'star wars',
  filter: { ...noFilter(), facets: [{ name: 'genre', values: ['Action', 'War'] }] },
  now,
  interests: [{ facet: 'genre', value: 'Drama', weight: 4, share: 0.6 }],
}
const holds = (when: object, given = context) =>
  applicable(ruleList({ id: 'r', does: 'hide', on: { items: ['x'] }, when }), given).length === 1

describe('when a rule holds', () => {
  it.each([
    [{}, true],
    [{ query: { is: 'exactly', text: 'STAR  Wars' } }, true],
    [{ query: { is: 'exactly', text: 'star' } }, false],
    [{ query: { is: 'containing', text: 'Wars' } }, true],
    [{ query: { is: 'containing', text: 'war' } }, false],
    [{ query: { is: 'empty' } }, false],
    [{ filter: { facet: 'genre', value: 'War' } }, true],
    [{ filter: { facet: 'genre', value: 'Drama' } }, false],
    [{ from: '2026-11-27T12:00:00Z' }, true],
    [{ from: '2026-11-27T12:00:01Z' }, false],
    [{ until: '2026-11-27T12:00:00Z' }, false],
    [{ until: '2026-11-27T12:00:01Z' }, true],
    [{ segment: { facet: 'genre', value: 'Drama', share: 0.6 } }, true],
    [{ segment: { facet: 'genre', value: 'Drama', share: 0.61 } }, false],
    [{ segment: { facet: 'genre', value: 'War', share: 0.1 } }, false],
    [{ query: { is: 'containing', text: 'star' }, filter: { facet: 'genre', value: 'Drama' } }, false],
  ])('%j: %s', (when, expected) => {
    expect(holds(when)).toBe(expected)
  })

  it('holds for no list without a query when it is about queries', () => {
    const list = { ...context, query: null }
    expect(holds({ query: { is: 'empty' } }, list)).toBe(false)
    expect(holds({ query: { is: 'containing', text: 'star' } }, list)).toBe(false)
    expect(holds({ filter: { facet: 'genre', value: 'War' } }, list)).toBe(true)
  })

  it('holds for browsing only without a query, and for no segment without interests', () => {
    expect(holds({ query: { is: 'empty' } }, { ...context, query: '' })).toBe(true)
    const segment = { facet: 'genre', value: 'Drama', share: 0.1 }
    expect(holds({ segment }, { ...context, interests: [] })).toBe(false)
  })
})
