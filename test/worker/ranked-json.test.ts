import fc from 'fast-check'
import { expect, it } from 'vitest'
import { replyJson } from '../../worker/ranked-json.ts'

const facets = fc.dictionary(fc.string(), fc.array(fc.string(), { maxLength: 3 }), { maxKeys: 3 })
const item = fc.record({
  id: fc.string({ unit: 'binary' }),
  title: fc.string({ unit: 'binary' }),
  facets,
  popularity: fc.double({ min: 0, max: 1, noNaN: true }),
  price: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
  date: fc.option(fc.string()),
  inStock: fc.boolean(),
  attributes: fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 }),
})
const placed = fc.record({
  position: fc.nat(),
  sharedPosition: fc.nat(),
  score: fc.double({ noNaN: true, noDefaultInfinity: true }),
})
const explained = fc.oneof(
  placed,
  placed.map((place) => ({ ...place, explain: [{ stage: 'affinity' as const, value: 0.2, why: 'you opened "x"' }] })),
)

it('is the reply that JSON.stringify would write, the first time and every time after', () => {
  fc.assert(
    fc.property(
      fc.array(item, { maxLength: 4 }),
      fc.array(explained, { minLength: 8, maxLength: 8 }),
      (items, places) => {
        // Every item appears twice, at other places, as in two answers from one cached part.
        const results = places.flatMap((place, i) =>
          items.slice(i % 4, (i % 4) + 1).map((own) => ({ ...own, ...place })),
        )
        const reply = { query: 'q', total: results.length, results, degraded: 'no' as const }
        expect(JSON.parse(replyJson(reply))).toEqual(JSON.parse(JSON.stringify(reply)))
      },
    ),
  )
})

it('writes a reply that has nothing but results', () => {
  expect(replyJson({ results: [] })).toBe('{"results":[]}')
})
