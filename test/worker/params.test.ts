import fc from 'fast-check'
import * as v from 'valibot'
import { expect, it } from 'vitest'
import { readParams, text } from '../../worker/params.ts'

const schema = v.object({ q: text(8_192), scope: text(8_192) })

const piece = fc.oneof(
  fc.constantFrom(
    'q=',
    'scope=',
    '&',
    '=',
    '+',
    '%20',
    '%',
    '%2',
    '%E4',
    '%E4%B8%AD',
    '%ff',
    '%00',
    '%2B',
    '%26',
    '?',
    '#',
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
)

it('reads a query string as URLSearchParams does, whatever its bytes', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const url = new URL(`https://edge.example/v1/suggest?${pieces.join('')}`)
      // No request carries a fragment.
      url.hash = ''
      const pairs = [...url.searchParams]
      const names = pairs.map(([name]) => name)
      const readable = names.every((name) => name === 'q' || name === 'scope') && new Set(names).size === names.length
      const { outcome, ...read } = readParams(url.href, schema)
      const expected = { value: { q: '', scope: '', ...Object.fromEntries(pairs) } }
      expect(outcome).toBe(readable ? 'parsed' : 'rejected')
      expect(readable ? read : expected).toEqual(expected)
    }),
    { numRuns: 2_000 },
  )
})
