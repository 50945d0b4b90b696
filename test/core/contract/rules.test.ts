import { expect, it } from 'vitest'
import { parse } from '#core/contract/parse'
import { parseRules, rulesReply } from '#core/contract/rules'

const NEW_YEAR = '2027-01-01T00:00:00Z'
const hide = { id: 'old-stock', does: 'hide', on: { items: ['a'] } }

it.each([
  [{ rules: [{ ...hide, on: {} }] }, /^rule old-stock: on: expected either items or match$/],
  [{ rules: [hide, { id: 'spring-sale', does: 'pin', item: 'a', position: -1 }] }, /^rule spring-sale: position: /],
  [{ rules: [{ ...hide, id: 'Not An Id' }] }, /^rule Not An Id: id: expected 1 to 64 characters/],
  [{ rules: [{ does: 'hide' }] }, /^rules\.0: id: /],
  [{ rules: [hide, hide] }, /^rule old-stock: id: is given twice$/],
  [{ rules: [{ ...hide, does: 'burn' }] }, /^rule old-stock: does: /],
  [{ rules: [{ ...hide, when: { from: '2026-13-01T00:00:00Z' } }] }, /^rule old-stock: when\.from: /],
  [
    { rules: [hide, { ...hide, id: 'sale', when: { from: '2030-02-31T00:00:00Z' } }] },
    /^rule sale: when\.from: 2030-02-31 does not exist; the last day of that month is 2030-02-28$/,
  ],
  [
    { rules: [{ ...hide, when: { until: '2028-04-31T00:00:00Z' } }] },
    /^rule old-stock: when\.until: 2028-04-31 does not/,
  ],
  [
    { rules: [{ ...hide, when: { from: '2027-01-02T00:00:00Z', until: '2027-01-01T00:00:00Z' } }] },
    /^rule old-stock: when: never holds, because from \(2027-01-02.*\) is not before until \(2027-01-01.*\); give an until/,
  ],
  [{ rules: [{ ...hide, when: { from: NEW_YEAR, until: NEW_YEAR } }] }, /^rule old-stock: when: never holds/],
  [{ rules: [{ ...hide, wen: {} }] }, /^rule old-stock: wen: /],
  [{ rules: Array.from({ length: 201 }, () => hide) }, /^rules: /],
  [{ rules: [{ id: 'mixed', does: 'cap', facet: 'genre', most: 0 }] }, /^rule mixed: most: /],
  [null, /./],
])('refuses %j and names the rule and the field', (body, detail) => {
  expect(parseRules(body)).toEqual({ outcome: 'rejected', detail: expect.stringMatching(detail) })
})

it('fills in a `when` that always holds', () => {
  expect(parseRules({ rules: [hide] })).toEqual({ outcome: 'parsed', value: [{ ...hide, when: {} }] })
})

it('takes a window of one second, and reads what was stored before windows were checked', () => {
  const second = { ...hide, when: { from: NEW_YEAR, until: '2027-01-01T00:00:01Z' } }
  expect(parseRules({ rules: [second] })).toEqual({ outcome: 'parsed', value: [second] })
  const old = { rules: [{ ...hide, when: { from: '2030-02-31T00:00:00Z' } }] }
  expect(parse(rulesReply, old)).toEqual({ outcome: 'parsed', value: old })
})
