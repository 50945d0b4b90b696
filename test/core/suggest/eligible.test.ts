import { describe, expect, it } from 'vitest'
import { DEFAULT_RULES, eligible } from '#core/suggest/eligible'

const verdictOf = (text: string, visitors = 10, retrieves = true, rules = DEFAULT_RULES): string => {
  const eligibility = eligible({ text, visitors, retrieves }, rules)
  return eligibility.verdict === 'eligible' ? 'eligible' : eligibility.reason
}

describe('eligible', () => {
  it.each([
    ['running shoes', 'eligible'],
    ['iphone 15 pro 256', 'eligible'],
    ['1234567', 'eligible'],
    ['12345678', 'digits'],
    ['call 06-12 34.56 78', 'digits'],
    ['card ４１１１ 1111 1111 1111', 'digits'],
    ['٠١٢٣٤٥٦٧', 'digits'],
    ['jane.doe@example.com', 'e-mail'],
    ['mail ＪＡＮＥ＠example．com', 'e-mail'],
    ['  ', 'empty'],
  ])('%s: %s', (text, expected) => {
    expect(verdictOf(text)).toBe(expected)
  })

  it('needs three distinct visitors', () => {
    expect(verdictOf('rare query', 2)).toBe('too-few-visitors')
    expect(verdictOf('rare query', 3)).toBe('eligible')
  })

  it('leaves out what retrieves nothing', () => {
    expect(verdictOf('asdfgh', 10, false)).toBe('retrieves-nothing')
  })

  it('denies whole words and phrases, and anywhere without spaces', () => {
    const rules = { ...DEFAULT_RULES, deny: new Set(['ass', 'bad phrase', '坏话']) }
    expect(verdictOf('kick ÁSS', 10, true, rules)).toBe('denied')
    expect(verdictOf('class', 10, true, rules)).toBe('eligible')
    expect(verdictOf('a bad-phrase here', 10, true, rules)).toBe('denied')
    expect(verdictOf('说坏话了', 10, true, rules)).toBe('denied')
  })

  it('allows a query whoever asked it, but never a denied one', () => {
    const rules = { ...DEFAULT_RULES, deny: new Set(['secret']), allow: new Set(['new launch', 'secret']) }
    expect(verdictOf('New Launch', 0, true, rules)).toBe('eligible')
    expect(verdictOf('secret', 0, true, rules)).toBe('denied')
  })
})
