import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { highlight } from '#core/text/highlight'
import { normalise } from '#core/text/normalise'
import { terms, tokenise } from '#core/text/tokenise'

/** Any sequence of UTF-16 units, lone surrogates included. */
const anyUnits = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units))

describe('hostile text', () => {
  it.each([
    ['lone high surrogate', 'a\ud83d', 'a\ud83d'],
    ['lone low surrogate', '\ude00B', '\ude00b'],
    ['swapped pair', '\ude00\ud83d', '\ude00\ud83d'],
  ])('%s survives', (_name, text, expected) => {
    expect(normalise(text)).toBe(expected)
  })

  it('folds a thousand marks on one letter without trouble', () => {
    expect(normalise(`Z${'\u0301\u0489'.repeat(1_000)}algo`)).toBe('zalgo')
  })

  it('takes a long text in linear time', () => {
    expect(tokenise(normalise("a'".repeat(100_000))).length).toBe(1)
    expect(normalise(' \t'.repeat(100_000))).toBe('')
  })

  it('words lie inside the text, in order, and never throw', () => {
    fc.assert(
      fc.property(anyUnits, (text) => {
        const normalised = normalise(text)
        let end = 0
        for (const word of tokenise(normalised)) {
          expect(word.start).toBeGreaterThanOrEqual(end)
          expect(normalised.slice(word.start, word.end)).toBe(word.text)
          end = word.end
        }
        expect(terms(normalised).every((term) => term.length > 0)).toBe(true)
      }),
    )
  })

  it('ranges lie inside the text, sorted and apart', () => {
    fc.assert(
      fc.property(anyUnits, fc.nat(), (text, cut) => {
        let end = -1
        for (const range of highlight(text, text.slice(0, cut % (text.length + 1)))) {
          expect(range[0]).toBeGreaterThan(end)
          expect(range[1]).toBeGreaterThan(range[0])
          end = range[1]
        }
        expect(end).toBeLessThanOrEqual(text.length)
      }),
    )
  })
})
