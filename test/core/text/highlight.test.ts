import { describe, expect, it } from 'vitest'
import { highlight } from '#core/text/highlight'

/** The text with every range in brackets: easier to read than offsets, and as exact. */
function marked(text: string, query: string): string {
  let result = ''
  let at = 0
  for (const [start, end] of highlight(text, query)) {
    result += `${text.slice(at, start)}[${text.slice(start, end)}]`
    at = end
  }
  return result + text.slice(at)
}

describe('highlight', () => {
  it.each([
    ['the beginning of a word', 'Harry Potter', 'pot', 'Harry [Pot]ter'],
    ['words in any order', 'Harry Potter', 'potter har', '[Har]ry [Potter]'],
    ['a finished word is wanted whole', 'Newark New York', 'new y', 'Newark [New] [Y]ork'],
    ['nothing', 'Harry Potter', 'xyz', 'Harry Potter'],
    ['no query', 'Harry Potter', '', 'Harry Potter'],
    ['composed accents', 'São Paulo', 'sao p', '[São] [P]aulo'],
    ['combining accents stay with their letter', 'Sa\u0303o Paulo', 'sa', '[Sa\u0303]o Paulo'],
    ['one letter that folds to two', 'Straße', 'stras', '[Straß]e'],
    ['ligature', 'ﬁnal', 'fi', '[ﬁ]nal'],
    ['full width', 'ＡＢＣ店', 'ab', '[ＡＢ]Ｃ店'],
    ['inner apostrophe', "Men's shoes", 'mens', "[Men's] shoes"],
    ['apostrophe not yet typed past', 'O’Brien', 'o', '[O’]Brien'],
    ['leading and double spaces', '  big   apple', 'apple', '  big   [apple]'],
    ['inside an unspaced run', '北京天气预报', '天气', '北京[天气]预报'],
    ['pairs merge into one range', '北京天气预报', '京天气', '北[京天气]预报'],
    ['single character', '天天向上', '天', '[天天]向上'],
    ['right to left', 'שָׁלוֹם עולם', 'שלום', '[שָׁלוֹם] עולם'],
    ['astral letters are not split', '𝒜bc', 'a', '[𝒜]bc'],
    ['emoji', 'I ❤️ NY', '❤', 'I [❤️] NY'],
    ['Hangul from jamo', '\u1112\u1161\u11ab국', '한국', '[\u1112\u1161\u11ab국]'],
    ['lone surrogate in the text', '\ud800 abc', 'ab', '\ud800 [ab]c'],
  ])('%s', (_name, text, query, expected) => {
    expect(marked(text, query)).toBe(expected)
  })
})
