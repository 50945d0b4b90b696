import { expect, it } from 'vitest'
import { formatSort, parseSort } from '#core/contract/sort'

it.each([
  ['relevance', 'relevance'],
  ['popularity', 'popularity:desc'],
  ['popularity:asc', 'popularity:asc'],
  ['date', 'date:desc'],
  ['date:asc', 'date:asc'],
  ['price', 'price:asc'],
  ['price:desc', 'price:desc'],
])('%s means %s', (text, canonical) => {
  const parsed = parseSort(text)
  expect(parsed.outcome === 'parsed' && formatSort(parsed.value)).toBe(canonical)
})

it.each(['', 'title', 'relevance:asc', 'price:up', 'PRICE', 'price:asc:desc', ' price', '__proto__'])(
  'refuses %j',
  (text) => {
    expect(parseSort(text).outcome).toBe('rejected')
  },
)
