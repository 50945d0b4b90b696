import { describe, expect, it } from 'vitest'
import { pairs, terms, tokenise } from '#core/text/tokenise'

const texts = (normalised: string): string[] => tokenise(normalised).map((word) => word.text)

describe('tokenise', () => {
  it.each([
    ['spaces', 'new york city', ['new', 'york', 'city']],
    ['punctuation separates', 'aix-en-provence, st. john', ['aix', 'en', 'provence', 'st', 'john']],
    ['signs of programming languages stay', 'c++ c# a+b', ['c++', 'c#', 'a+', 'b']],
    ['an unspaced run is one word', '北京天气', ['北京天气']],
    ['script change splits', 'iphone手机2024', ['iphone', '手机', '2024']],
    ['kana, long vowel and kanji together', 'ラーメン店', ['ラーメン店']],
    ['Thai', 'กรุงเทพ city', ['กรุงเทพ', 'city']],
    ['Korean is spaced', '서울 날씨', ['서울', '날씨']],
    ['Devanagari keeps its vowels', 'हिन्दी गाने', ['हिन्दी', 'गाने']],
    ['right to left', 'שלום עולם', ['שלום', 'עולם']],
    ['emoji are words', 'love❤👩\u200d🚀🇳🇱', ['love', '❤', '👩\u200d🚀', '🇳🇱']],
    ['only punctuation', '!!! ???', ['!!!', '???']],
    ['empty', '', []],
  ])('%s', (_name, text, expected) => {
    expect(texts(text)).toEqual(expected)
  })

  it('gives offsets into the text and marks unspaced runs', () => {
    expect(tokenise('a 北京b')).toEqual([
      { text: 'a', start: 0, end: 1, spaced: true },
      { text: '北京', start: 2, end: 4, spaced: false },
      { text: 'b', start: 4, end: 5, spaced: true },
    ])
  })
})

describe('terms', () => {
  it('cuts unspaced runs into pairs and leaves words whole', () => {
    expect(terms('tokyo 東京都 塔')).toEqual(['tokyo', '東京', '京都', '塔'])
  })

  it('pairs characters, not code units', () => {
    expect(pairs('𠮷野家')).toEqual(['𠮷野', '野家'])
  })
})
