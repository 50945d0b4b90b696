import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lookup } from '#core/suggest/lookup'
import { opened, query } from './opened.ts'

/** Any sequence of UTF-16 units, lone surrogates included. */
const anyUnits = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 12 })
  .map((units) => String.fromCharCode(...units))

/** The best answer with its highlighted parts in brackets. */
function best(texts: readonly string[], typed: string): string | undefined {
  const [first] = lookup(opened(texts.map((text, at) => query(text, at))), typed, { limit: 1 })
  if (first === undefined) return undefined
  let marked = ''
  let at = 0
  for (const [start, end] of first.highlights) {
    marked += `${first.text.slice(at, start)}[${first.text.slice(start, end)}]`
    at = end
  }
  return `${marked}${first.text.slice(at)} ${first.match}`
}

describe('lookup of hostile and foreign text', () => {
  it.each([
    ['accents', ['São Paulo'], 'sao p', '[São P]aulo prefix'],
    ['combining accents', ['Sa\u0303o Paulo'], 'paulo', 'Sa\u0303o [Paulo] words'],
    ['full width', ['iPhone 15'], 'ｉｐｈｏｎｅ１', '[iPhone] 15 fuzzy'],
    ['inside an unspaced run', ['北京天气预报'], '天气', '北京[天气]预报 words'],
    ['single unspaced character', ['北京天气预报'], '气', '北京天[气]预报 words'],
    ['scripts mixed', ['iPhone手机壳'], 'iphone手', '[iPhone手]机壳 prefix'],
    ['right to left', ['שָׁלוֹם עולם'], 'שלום', '[שָׁלוֹם] עולם prefix'],
    ['emoji', ['I ❤️ pizza 🍕'], '🍕', 'I ❤️ pizza [🍕] words'],
    ['Cyrillic typo', ['Ростов-на-Дону'], 'ростав', '[Ростов]-на-Дону fuzzy'],
    ['sharp s', ['Hauptstraße'], 'hauptstrasse', '[Hauptstraße] exact'],
    ['astral letters', ['𠮷野家'], '𠮷', '[𠮷]野家 prefix'],
    ['only punctuation', ['!!!'], '!!', '[!!]! prefix'],
  ])('%s', (_name, texts, typed, expected) => {
    expect(best(texts, typed)).toBe(expected)
  })

  it('gives back what was put in, lone surrogates included', () => {
    expect(best(['\ud83d broken'], 'broken')).toBe('\ud83d [broken] exact')
  })

  it('never throws and keeps ranges inside the text', () => {
    fc.assert(
      fc.property(fc.array(anyUnits, { maxLength: 20 }), anyUnits, (texts, other) => {
        const index = opened(texts.map((text, at) => query(text, at)))
        for (const typed of [other, ...texts.map((text) => text.slice(0, 3))]) {
          for (const { text, highlights } of lookup(index, typed, { limit: 5 })) {
            expect(texts).toContain(text)
            for (const [start, end] of highlights) {
              expect(start).toBeLessThan(end)
              expect(end).toBeLessThanOrEqual(text.length)
            }
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  it('takes a query of any length, and none', () => {
    const index = opened([query('a'.repeat(400), 2), query('b', 1), query('c'.repeat(401), 3)])
    expect(lookup(index, 'a'.repeat(100_000), { limit: 3 }).map(({ match }) => match)).toEqual(['exact'])
    expect(lookup(index, '', { limit: 9 })).toHaveLength(2)
    expect(lookup(opened([]), 'x', { limit: 3 })).toEqual([])
    expect(lookup(index, 'b', { limit: 0 })).toEqual([])
  })
})
