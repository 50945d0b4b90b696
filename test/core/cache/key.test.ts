import { expect, it } from 'vitest'
import { canonicalPath } from '#core/cache/key'

const path = (query: string, allowed: string[]) => canonicalPath('/v1/search', new URLSearchParams(query), allowed)

it.each([
  ['q=a&limit=5', '/v1/search?limit=5&q=a'],
  ['limit=5&q=a', '/v1/search?limit=5&q=a'],
  ['q=a&limit=5&utm_source=x&cb=1', '/v1/search?limit=5&q=a'],
  ['q=caf%C3%A9+au+lait', '/v1/search?q=caf%C3%A9%20au%20lait'],
  ['q=a%26limit%3D9', '/v1/search?q=a%26limit%3D9'],
  ['q=', '/v1/search?q='],
  ['other=1', '/v1/search'],
])('%j has one spelling', (query, expected) => {
  expect(path(query, ['q', 'limit'])).toEqual({ outcome: 'canonical', path: expected })
})

it('rejects two values for a listed parameter, and does not care about others', () => {
  expect(path('q=a&q=b', ['q'])).toEqual({ outcome: 'rejected', reason: 'duplicate-parameter', name: 'q' })
  expect(path('q=a&x=1&x=2', ['q'])).toEqual({ outcome: 'canonical', path: '/v1/search?q=a' })
})

it('survives a lone surrogate', () => {
  expect(canonicalPath('/p', [['q', '\uD800']], ['q'])).toEqual({ outcome: 'canonical', path: '/p?q=%EF%BF%BD' })
})
