import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { highlight, highlightBeginning, highlightWords, wantedBy } from '#core/text/highlight'
import { normalise } from '#core/text/normalise'
import { tokenise } from '#core/text/tokenise'

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

describe('highlightBeginning', () => {
  const beginning = (text: string, typed: string) => highlightBeginning(text, tokenise(normalise(typed)))

  it.each([
    ['letter by letter, accents folded', 'Bogotá Centro', 'bogota c', 8],
    ['a letter that folds to two', 'Großer Saal', 'gross', 4],
    ['up to the whole of a letter that was typed half', 'Straße', 'stras', 5],
    ['with the accent that follows its letter', 'e\u0301te', 'e', 2],
    ['with the apostrophe inside a word', "Men's shoes", 'men', 4],
    ['over other spaces and signs', 'Buenos -  Aires', 'buenos ai', 12],
    ['in scripts of one case', '北京 天气', '北京 天', 4],
  ])('marks %s', (_name, text, typed, end) => {
    expect(beginning(text, typed)).toEqual([[0, end]])
  })

  it('marks of a single Latin word what any-order highlighting does', () => {
    const letters = fc.constantFrom(...Array.from('aAeéÉßøÅñ\u0301\u00ad-z1'))
    fc.assert(
      fc.property(fc.array(letters, { minLength: 1, maxLength: 8 }), fc.nat(12), (parts, cut) => {
        const text = parts.join('')
        const typed = tokenise(normalise(text)).slice(0, 1)
        const [word] = typed
        fc.pre(word !== undefined && tokenise(normalise(text)).length === 1)
        const begun = [{ ...word, text: word.text.slice(0, 1 + (cut % word.text.length)) }]
        expect(highlightBeginning(text, begun)).toEqual(highlightWords(text, wantedBy(begun)))
      }),
    )
  })
})
