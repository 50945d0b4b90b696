import fc from 'fast-check'
import { expect, it } from 'vitest'
import { deltaSeconds, parseCacheControl } from '#core/cache/cache-control'

it('never throws, and only ever yields lower-case token names and whole seconds', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (field) => {
      for (const name of parseCacheControl(field).keys()) {
        expect(name).toMatch(/^[!#$%&'*+.^_`|~0-9a-z-]+$/)
        expect(Number.isInteger(deltaSeconds(parseCacheControl(field), name))).toBe(true)
      }
    }),
  )
})

it.each(['"'.repeat(100_000), ','.repeat(100_000), 'a="' + '\\'.repeat(100_000), 'a=1,'.repeat(50_000)])(
  'reads a hostile field in one pass',
  (field) => {
    expect(parseCacheControl(field).size).toBeLessThanOrEqual(1)
  },
)
