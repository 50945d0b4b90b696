import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Completion } from '#core/suggest/completion'
import { lookup } from '#core/suggest/lookup'
import { opened } from './opened.ts'
import { oracle } from './oracle.ts'

const LATIN = fc.constantFrom('a', 'b', 'c', 'd')
const MIXED = fc.constantFrom('a', 'b', 'é', '北', '京', '天', '𠮷', 'ß', "'", '-', '❤')

const word = (letter: fc.Arbitrary<string>, maxLength: number): fc.Arbitrary<string> =>
  fc.array(letter, { minLength: 1, maxLength }).map((letters) => letters.join(''))
const phrase = (letter: fc.Arbitrary<string>, maxLength: number): fc.Arbitrary<string> =>
  fc.array(word(letter, maxLength), { minLength: 1, maxLength: 4 }).map((words) => words.join(' '))

const completion = (text: fc.Arbitrary<string>): fc.Arbitrary<Completion> =>
  fc.record({
    text,
    weight: fc.integer({ min: 0, max: 40 }),
    kind: fc.constantFrom('query' as const, 'item' as const, 'category' as const),
    ref: fc.constantFrom('', 'item-1', 'marque:é'),
    scopes: fc.array(fc.constantFrom('one', 'two', 'trois:é'), { maxLength: 2 }),
  })

function agrees(completions: Completion[], text: string, options: { limit: number; scope?: string }): void {
  const found = lookup(opened(completions), text, options).map((each) => ({ text: each.text, match: each.match }))
  expect(found).toEqual(oracle(completions, text, options))
}

describe('lookup agrees with sorting and filtering', () => {
  const limit = fc.constantFrom(1, 3, 10, 200)

  it.each([
    ['few letters, long words: typos', LATIN, 9, 60],
    ['few letters, short words: any order', LATIN, 3, 120],
    ['scripts mixed', MIXED, 5, 60],
  ])('%s', (_name, letter, longest, most) => {
    fc.assert(
      fc.property(
        fc.array(completion(phrase(letter, longest)), { maxLength: most }),
        fc.array(phrase(letter, longest), { minLength: 4, maxLength: 8 }),
        limit,
        (completions, queries, limit) => {
          const cuts = completions.slice(0, 6).map(({ text }, at) =>
            Array.from(text, String)
              .slice(0, at + 1)
              .join(''),
          )
          for (const text of [...queries, ...cuts, '']) agrees(completions, text, { limit })
        },
      ),
      { numRuns: 60 },
    )
  })

  it('within a scope', () => {
    fc.assert(
      fc.property(
        fc.array(completion(phrase(LATIN, 4)), { maxLength: 100 }),
        fc.array(phrase(LATIN, 4), { minLength: 4, maxLength: 8 }),
        limit,
        fc.constantFrom('one', 'two', 'trois:é', 'nowhere'),
        (completions, queries, limit, scope) => {
          for (const text of [...queries, 'a', '']) agrees(completions, text, { limit, scope })
        },
      ),
      { numRuns: 60 },
    )
  })

  it('in an index large enough for buckets, samples and blocks to matter', () => {
    const letters = 'abcdefghij'
    const random = (seed: number): number => (Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d) >>> 8) & 0xffff
    const completions = Array.from({ length: 5_000 }, (_, at): Completion => {
      const text = Array.from({ length: 2 + (random(at) % 9) }, (_, place) =>
        place % 5 === 4 ? ' ' : letters[random(at * 31 + place) % letters.length],
      ).join('')
      return { text, weight: random(at + 77) % 3_000, kind: 'query', ref: '', scopes: at % 7 === 0 ? ['seven'] : [] }
    })
    const index = opened(completions)
    for (const text of ['', 'a', 'bc', 'abc', 'abcd e', 'e abcd', 'jihg', 'abdc', 'aacd ef', 'zz']) {
      for (const scope of [undefined, 'seven']) {
        const options = scope === undefined ? { limit: 25 } : { limit: 25, scope }
        const found = lookup(index, text, options).map((each) => ({ text: each.text, match: each.match }))
        expect(found).toEqual(oracle(completions, text, options))
      }
    }
  })
})
