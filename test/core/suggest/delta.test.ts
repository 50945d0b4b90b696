import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lookupWithDelta, openDelta } from '#core/suggest/delta'
import { lookup } from '#core/suggest/lookup'
import { normalise } from '#core/text/normalise'
import { opened, query } from './opened.ts'

const base = opened([query('harry potter', 50), query('harry styles', 40), query('hat', 30), query('harp', 20)])
const texts = (current: ReturnType<typeof query>[], removed: string[], typed: string, limit = 10): string[] =>
  lookupWithDelta(base, openDelta({ current, removed, trending: [] }), typed, { limit }).map(({ text }) => text)

describe('lookupWithDelta', () => {
  it('changes nothing without changes', () => {
    expect(texts([], [], 'har')).toEqual(['harry potter', 'harry styles', 'harp', 'hat'])
  })

  it('adds, boosts and removes', () => {
    expect(texts([query('harvest', 45)], [], 'har', 3)).toEqual(['harry potter', 'harvest', 'harry styles'])
    expect(texts([query('Harp', 99)], [], 'har', 3)).toEqual(['Harp', 'harry potter', 'harry styles'])
    expect(texts([], ['HARRY Potter'], 'har', 2)).toEqual(['harry styles', 'harp'])
    expect(texts([query('harry potter', 99)], ['harry potter'], 'har', 1)).toEqual(['harry styles'])
  })

  it('puts a better match before a heavier one', () => {
    expect(texts([query('big hat', 500)], [], 'hat', 2)).toEqual(['hat', 'big hat'])
  })

  it('says what rises, wherever it is', () => {
    const delta = openDelta({ current: [query('harvest', 45)], removed: [], trending: ['HARP', 'harvest', 'unknown'] })
    const rising = lookupWithDelta(base, delta, 'har', { limit: 10 }).filter(({ trending }) => trending)
    expect(rising.map(({ text }) => text)).toEqual(['harvest', 'harp'])
    expect(lookupWithDelta(base, delta, 'har', { limit: 10 })).toHaveLength(5)
  })

  it('equals a rebuild, as far as nothing is a typo', () => {
    const word = fc
      .array(fc.constantFrom('a', 'b', ' '), { minLength: 1, maxLength: 5 })
      .map((letters) => letters.join(''))
    // Distinct weights: equal ones may come in another order than after a rebuild.
    const weighted = fc.uniqueArray(fc.tuple(word, fc.integer({ min: 1, max: 200 })), {
      selector: ([, weight]) => weight,
      maxLength: 40,
    })
    fc.assert(
      fc.property(weighted, fc.nat(40), fc.array(word, { maxLength: 5 }), word, (all, cut, removed, typed) => {
        const completions = all.map(([text, weight]) => query(text, weight))
        const before = completions.slice(0, cut)
        const current = completions.slice(cut)
        const replaced = new Set(current.map(({ text }) => normalise(text)))
        const gone = new Set(removed.map(normalise))
        const after = [...before.filter(({ text }) => !replaced.has(normalise(text))), ...current]
        const rebuilt = opened(after.filter(({ text }) => !gone.has(normalise(text))))
        const exactly = (list: ReturnType<typeof lookup>): string[] =>
          list.filter(({ match }) => match !== 'fuzzy').map(({ text, match }) => `${text} ${match}`)
        const merged = lookupWithDelta(opened(before), openDelta({ current, removed, trending: [] }), typed, {
          limit: 6,
        })
        expect(exactly(merged)).toEqual(exactly(lookup(rebuilt, typed, { limit: 6 })))
      }),
    )
  })
})
