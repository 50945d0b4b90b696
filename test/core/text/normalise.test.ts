import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalise } from '#core/text/normalise'

describe('normalise', () => {
  it.each([
    ['lower case', 'New YORK', 'new york'],
    ['full width', 'Ｎｅａｒ　ｆｉｅｌｄ１', 'near field1'],
    ['composed accent', 'Café', 'cafe'],
    ['combining accent', 'Cafe\u0301', 'cafe'],
    ['letters without a decomposition', 'Straße Łódź Smørrebrød', 'strasse lodz smorrebrod'],
    ['Turkish capital dotted i', 'İstanbul', 'istanbul'],
    ['final sigma', 'ΟΔΟΣ', 'οδοσ'],
    ['Greek accents', 'Αθήνα', 'αθηνα'],
    ['Cyrillic yo folds, short i stays', 'Ёжик Йод', 'ежик йод'],
    ['kana voicing stays', 'ガ゙か', 'ガ゙か'],
    ['half-width kana', 'ｶﾞ', 'ガ'],
    ['Devanagari vowels stay', 'हिन्दी', 'हिन्दी'],
    ['Thai tone and vowel stay', 'น้ำ', 'น\u0e49\u0e4dา'],
    ['Hebrew points go', 'שָׁלוֹם', 'שלום'],
    ['Arabic vowels and tatweel go', 'مُحَمَّـــد', 'محمد'],
    ['Hangul is composed', '\u1112\u1161\u11ab', '한'],
    ['inner apostrophe', "men’s O'Brien rock 'n' roll", "mens obrien rock 'n' roll"],
    ['dashes', 'a–b—c', 'a-b-c'],
    ['white space', '  a \t\n b\u00a0c\u3000d  ', 'a b c d'],
    ['invisible characters', 'a\u200bb\u00adc\ufeffd\u200ee', 'abcde'],
    ['emoji sequence keeps its joiner', '👩\u200d🚀', '👩\u200d🚀'],
    ['emoji presentation goes', '❤\ufe0f', '❤'],
    ['ligature', 'ﬁne', 'fine'],
    ['empty', '', ''],
  ])('%s', (_name, text, expected) => {
    expect(normalise(text)).toBe(expected)
  })

  it('is a fixed point of itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(normalise(normalise(text))).toBe(normalise(text))
      }),
      { numRuns: 2_000 },
    )
  })

  it('leaves no space at the ends and no two in a row', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(' ', '\t', '\u3000', 'a', 'É') }), (text) => {
        expect(normalise(text)).toMatch(/^(?:[ae]+(?: [ae]+)*)?$/)
      }),
    )
  })
})
