import fc from 'fast-check'
import { expect, it } from 'vitest'
import { demoOrigin } from '../demo-origin.ts'

const { get } = demoOrigin()

const ROUTES = {
  '/v1/catalogue': [],
  '/v1/retrieve': ['q', 'filter', 'sort', 'limit', 'offset', 'facets'],
  '/v1/items': ['ids'],
  '/v1/trending': ['limit'],
  '/v1/similar': ['item', 'limit'],
  '/v1/artifacts': [],
  '/v1/artifacts/versions': [],
  '/v1/artifacts/suggest-delta': [],
  '/v1/removals': [],
}

const value = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({
    unit: fc.constantFrom(
      '"',
      '*',
      '(',
      ')',
      ':',
      '^',
      '-',
      '+',
      'NEAR',
      ' AND ',
      'a',
      '\\',
      ',',
      '\0',
      '>=',
      '{',
      '}',
    ),
  }),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    '-1',
    '0',
    '1e9',
    'NaN',
    'genre:Drama',
    'inStock:true',
    'jaws-1975',
  ),
)
const request = fc
  .constantFrom(...Object.entries(ROUTES))
  .chain(([path, names]) =>
    fc
      .array(fc.tuple(fc.oneof(fc.constantFrom(...names, 'x'), fc.string()), value), { maxLength: 4 })
      .map((pairs) => `${path}?${new URLSearchParams(pairs).toString()}`),
  )

it('answers any parameters of any route with what was asked or what was wrong', async () => {
  await fc.assert(
    fc.asyncProperty(request, async (path) => {
      const { status, headers } = await get(path)
      expect([200, 400, 404]).toContain(status)
      expect(headers.get('cache-control')).not.toBe(null)
      expect(headers.get('content-type')).toMatch(status === 200 ? /^application\/json/ : /^application\/problem\+json/)
    }),
    { numRuns: 400 },
  )
})

it.each(['/v1/log', '/v1/publish', '/v1/removals'])('answers any body of POST %s', async (path) => {
  const body = fc.oneof(fc.json(), fc.string({ unit: 'binary' }), fc.constant('{"remove":["\\ud800","\\u0000"]}'))
  await fc.assert(
    fc.asyncProperty(body, async (text) => {
      const { status } = await get(path, { method: 'POST', body: text })
      expect([200, 400, 404]).toContain(status)
    }),
    { numRuns: 100 },
  )
})
