import fc from 'fast-check'
import { expect, it } from 'vitest'
import { slug } from '../../../origin/catalog/slug.ts'

it.each([
  [['The Wizard of Oz', '1939'], 'the-wizard-of-oz-1939'],
  [["I Love You … Don't Touch Me!", '1998'], 'i-love-you-dont-touch-me-1998'],
  [['Amélie', '2001'], 'amelie-2001'],
  [['七人の侍', '1954'], '七人の侍-1954'],
  [['1941', '1979'], '1941-1979'],
  [['--', '!!'], ''],
  [['🎬', ''], ''],
  [['\ud800x', ''], 'x'],
])('%j is %j', (parts, id) => {
  expect(slug(parts)).toBe(id)
})

it('is a short id of letters, marks, digits and single hyphens, and its own slug', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 60 }), { maxLength: 4 }), (parts) => {
      const id = slug(parts)
      expect(id).toMatch(/^(?:[\p{L}\p{N}\p{M}]+(?:-[\p{L}\p{N}\p{M}]+)*)?$/u)
      expect(Array.from(id).length).toBeLessThanOrEqual(120)
      expect(slug([id])).toBe(id)
    }),
    { numRuns: 500 },
  )
})
