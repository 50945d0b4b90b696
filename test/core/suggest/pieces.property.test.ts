/** Whatever is cut: the piece that a query is sent to, or the head, answers as the whole index does. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Completion } from '#core/suggest/completion'
import { lookup } from '#core/suggest/lookup'
import type { SuggestIndex } from '#core/suggest/open'
import { pieceFor } from '#core/suggest/pieces'
import { splitCompletions } from '#core/suggest/split'
import { opened } from './opened.ts'

const words = [
  'salt',
  'sand',
  'saline',
  's',
  'silver',
  'stone',
  'table',
  'tea',
  'zebra',
  'amber',
  '北京',
  '北',
  '天气',
  '😀x',
]
const completion = fc
  .record({
    words: fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 }),
    weight: fc.integer({ min: 1, max: 50 }),
    scopes: fc.uniqueArray(fc.constantFrom('even', 'few', 'odd'), { maxLength: 2 }),
  })
  .map(({ words: own, weight, scopes }): Completion => ({
    text: own.join(' '),
    weight,
    kind: 'query',
    ref: '',
    scopes,
  }))
const set = fc.uniqueArray(completion, { selector: ({ text }) => text, minLength: 1, maxLength: 120 })
const typed = fc.oneof(
  fc.constantFrom('', 's', 'sa', 'sal', 'st', '北', '北京 t', 'q', '😀'),
  completion.chain(({ text }) => fc.nat(text.length).map((end) => text.slice(0, end))),
)

describe('pieces', () => {
  it('answer as the whole would, in every scope', () => {
    fc.assert(
      fc.property(set, fc.integer({ min: 5, max: 60 }), fc.array(typed, { minLength: 5 }), (all, largest, queries) => {
        const split = splitCompletions(all, largest)
        const pieces = split.pieces.map((piece) => ({ ...piece, index: opened(piece.completions) }))
        const head = opened(split.head)
        const whole = opened(all)
        for (const query of queries) {
          for (const scope of ['', 'even', 'few', 'odd', 'none']) {
            const chosen = pieceFor(pieces, query, scope)
            const index = chosen.answers === 'head' ? head : chosen.piece.index
            expect([query, scope, exactly(index, query, scope)]).toEqual([query, scope, exactly(whole, query, scope)])
          }
        }
      }),
      { numRuns: 150 },
    )
  })

  it('are sorted, within the bound where words differ, and one where everything fits', () => {
    fc.assert(
      fc.property(set, fc.integer({ min: 30, max: 130 }), (all, largest) => {
        const { pieces } = splitCompletions(all, largest)
        const keys = pieces.map(({ scope, from }) => `${scope}\n${from}`)
        expect(keys).toEqual([...new Set(keys)].toSorted((a, b) => (a < b ? -1 : 1)))
        const general = pieces.filter(({ scope }) => scope === '')
        expect(general.length === 1).toBe(all.length <= largest)
        const mostShared = Math.max(
          ...words.map((word) => all.filter(({ text }) => text.split(' ').includes(word)).length),
        )
        for (const { completions } of pieces)
          expect(completions.length).toBeLessThanOrEqual(Math.max(largest, mostShared))
      }),
    )
  })

  it('keep in the head what it has to hold', () => {
    const all = words.map((text, weight): Completion => ({ text, weight, kind: 'query', ref: '', scopes: [] }))
    expect(splitCompletions(all, 100).head).toEqual([])
    expect(splitCompletions(all, 100, new Set(['tea'])).head.map(({ text }) => text)).toEqual(['tea'])
  })
})

/** All but typos, which only the whole finds everywhere. */
function exactly(index: SuggestIndex, query: string, scope: string): string[] {
  const options = scope === '' ? { limit: 8 } : { limit: 8, scope }
  return lookup(index, query, options)
    .filter(({ match }) => match !== 'fuzzy')
    .map(({ text, match }) => `${text} ${match}`)
}
