import { describe, expect, it } from 'vitest'
import { demoOrigin } from '../demo-origin.ts'

const { get } = demoOrigin()

describe('anything typed as a query is answered', () => {
  it.each([
    '"',
    '*',
    '" OR 1=1 --',
    'a AND',
    'NEAR(a b)',
    'a NEAR/2 b',
    'NOT a',
    '^star',
    'title:star',
    'c0 : star',
    '(star',
    '-star',
    '{c0} : x',
    'star*',
    '\0',
    'a\0b',
    'a\u0001b',
    '\ud800',
    'x\udfff*',
    '🎬🍿',
    '👨‍👩‍👧‍👦',
    '__proto__',
    'constructor',
    '東京物語',
    'مرحبا',
    '   ',
    "d'Amélie",
    '!!! ???',
    'c++',
    '%00%s%n',
    'a'.repeat(256),
    'a '.repeat(128),
  ])('%j', async (q) => {
    for (const encoded of [encodeURIComponent(q.toWellFormed())]) {
      const { status, body } = await get(`/v1/retrieve?q=${encoded}&facets=genre`)
      expect({ status, body }).toMatchObject({ status: 200, body: { total: expect.any(Number) } })
    }
  })
})

describe('what is wrong is named', () => {
  it.each([
    [`q=${'a'.repeat(200_000)}`, 'q: expected at most 256 characters'],
    ['q=a&q=b', 'q: given twice; give it once'],
    ['query=a', 'query: not a parameter of this route; it takes q, filter, sort, limit, offset, facets'],
    ['__proto__=1', '__proto__: not a parameter'],
    ['limit=0', 'limit: expected a whole number from 1 to 200'],
    ['limit=201', 'limit: expected a whole number from 1 to 200'],
    ['limit=1e2', 'limit: expected a whole number from 1 to 200'],
    ['limit=', 'limit: expected a whole number from 1 to 200'],
    ['offset=-1', 'offset: expected a whole number from 0 to 10000'],
    ['sort=name', 'sort: expected relevance'],
    ['filter=genre', 'filter: "genre" is not a clause'],
    ['filter=__proto__:x', 'filter: "__proto__:x" is not a clause'],
    ['filter=constructor:x', 'filter: no facet "constructor"; expected one of genre, director'],
    ['filter=color:red', 'filter: no facet "color"; expected one of genre, director'],
    ['filter=price>=ten', 'filter: price>= takes a number'],
    ['filter=date>=1999', 'filter: date>= takes a date such as 1999-12-31'],
    ['filter=genre>=Drama', 'filter: genre has no order'],
    ['filter=inStock:maybe', 'filter: inStock is either'],
    [`filter=genre:${'x'.repeat(3_000)}`, 'filter: expected at most 2048 characters'],
    ['facets=color', 'facets: "color" is unknown or named twice'],
    ['facets=genre,genre', 'facets: "genre" is unknown or named twice'],
  ])('%.60s', async (parameters, detail) => {
    const { status, headers, body } = await get(`/v1/retrieve?${parameters}`)
    expect(status).toBe(400)
    expect(headers.get('content-type')).toBe('application/problem+json')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(body).toMatchObject({ detail: expect.stringContaining(detail) })
  })

  it('knows no value of a facet that nobody has', async () => {
    for (const value of ['__proto__', 'x\\,y', '%00', '%F0%9F%8E%AC', "' OR 1=1"]) {
      const { status, body } = await get(`/v1/retrieve?filter=genre:${value}`)
      expect({ status, body }).toMatchObject({ status: 200, body: { total: 0 } })
    }
  })
})
