import { expect, it } from 'vitest'
import { parseRules } from '#core/contract/rules'

const hide = { id: 'old-stock', does: 'hide', on: { items: ['a'] } }

it.each([
  [{ rules: [{ ...hide, on: {} }] }, /^rule old-stock: on: expected either items or match$/],
  [{ rules: [hide, { id: 'spring-sale', does: 'pin', item: 'a', position: -1 }] }, /^rule spring-sale: position: /],
  [{ rules: [{ ...hide, id: 'Not An Id' }] }, /^rule Not An Id: id: expected 1 to 64 characters/],
  [{ rules: [{ does: 'hide' }] }, /^rules\.0: id: /],
  [{ rules: [hide, hide] }, /^rule old-stock: id: is given twice$/],
  [{ rules: [{ ...hide, does: 'burn' }] }, /^rule old-stock: does: /],
  [{ rules: [{ ...hide, when: { from: '2026-13-01T00:00:00Z' } }] }, /^rule old-stock: when\.from: /],
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
