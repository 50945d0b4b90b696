import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { askedNext } from '#core/suggest/asked-next'
import { buildSuggestIndex } from '#core/suggest/build'
import { checksum } from '#core/suggest/checksum'
import type { Completion } from '#core/suggest/completion'
import { CHECKED_FROM } from '#core/suggest/layout'
import { lookup } from '#core/suggest/lookup'
import { openSuggestIndex, type SuggestIndex } from '#core/suggest/open'
import { mustEnd } from '../must-end.ts'
import { query } from './opened.ts'

const SYLLABLES = ['na', 'ro', 'ti', 'sel', 'var', 'ké', '北', '京', 'ø', 'mun']

const completions = Array.from({ length: 400 }, (_, at): Completion => {
  const word = (seed: number): string =>
    [seed, seed * 7 + 3, seed * 13 + 5].map((each) => SYLLABLES[(each + (each >>> 3)) % SYLLABLES.length]).join('')
  const text = at % 3 === 0 ? `${word(at)} ${word(at + 1)}` : word(at)
  return { ...query(text, 400 - at), ref: at % 5 === 0 ? `item-${at}` : '', scopes: at % 4 === 0 ? ['four'] : [] }
})
const [first, second, third] = completions.map(({ text }) => text)
const file = buildSuggestIndex(completions, [
  { text: `${first}`, followers: [{ text: `${second}`, share: 0.5 }] },
  { text: `${second}`, followers: [first, third].map((text) => ({ text: `${text}`, share: 0.3 })) },
])
const words = file.byteLength / 4

const QUERIES = ['', 'n', 'naro', 'sel', 'var na', 'tiké', 'naor', 'seltvarna', '北', '京北', 'zz', 'an sle']

/** What a damaged disk or a faulty builder would leave: wrong words under a right checksum. */
const damage = fc.array(
  fc.record({
    word: fc.integer({ min: CHECKED_FROM / 4, max: words - 1 }),
    value: fc.oneof(fc.nat(64), fc.integer({ min: 0, max: 0xffffffff }), fc.constantFrom(0x80808080, 0xffffffff)),
    mask: fc.constantFrom(0xffffffff, 0xff, 0xff00, 0xff000000, 1),
  }),
  { minLength: 1, maxLength: 12 },
)

function damaged(changes: readonly { word: number; value: number; mask: number }[]): ArrayBuffer {
  const bytes = new Uint32Array(file.slice().buffer)
  for (const { word, value, mask } of changes) bytes[word] = ((bytes[word] ?? 0) & ~mask) | (value & mask)
  bytes[3] = checksum(bytes.subarray(CHECKED_FROM / 4))
  return bytes.buffer
}

function lookUp(index: SuggestIndex, typed: string, scope?: string): void {
  const answer = lookup(index, typed, { limit: 10, ...(scope === undefined ? {} : { scope }) })
  expect(answer.length).toBeLessThanOrEqual(10)
  for (const { text } of answer) expect(text.length).toBeLessThan(file.byteLength * 2)
}

/** Lookups of a file that no builder wrote may be wrong; they may not throw, or run on, or point outside of a text. */
describe('a file that was damaged before its checksum was taken', () => {
  it('is refused, or answers something', () => {
    let refused = 0
    let opened = 0
    fc.assert(
      fc.property(damage, (changes) => {
        mustEnd(() => {
          const outcome = openSuggestIndex(damaged(changes))
          if (outcome.outcome === 'refused') {
            refused++
            return
          }
          opened++
          for (const asked of [first, second]) {
            expect(askedNext(outcome.index, `${asked}`).length).toBeLessThan(file.byteLength)
          }
          for (const typed of QUERIES) {
            lookUp(outcome.index, typed)
            lookUp(outcome.index, typed, 'four')
          }
        })
      }),
      // Not made smaller: each step of that could wait for a loop.
      { numRuns: 1_000, endOnFailure: true },
    )
    expect(Math.min(refused, opened)).toBeGreaterThan(50)
  }, 20_000)

  it('ends every lookup, whichever word is the largest there is', () => {
    for (let word = CHECKED_FROM / 4; word < words; word++) {
      mustEnd(() => {
        const outcome = openSuggestIndex(damaged([{ word, value: 0xffffffff, mask: 0xffffffff }]))
        if (outcome.outcome === 'opened') for (const typed of ['naor', '北', '京北']) lookUp(outcome.index, typed)
      })
    }
  }, 20_000)

  it('is refused when a length says more than the file has', () => {
    // The words that hold lengths are found by what raising each does.
    const reasons = new Set<string>()
    for (let word = CHECKED_FROM / 4; word < words; word++) {
      const outcome = openSuggestIndex(damaged([{ word, value: 0x7fffffff, mask: 0xffffffff }]))
      if (outcome.outcome === 'refused') reasons.add(outcome.reason)
    }
    expect([...reasons]).toEqual(['lengths do not fit each other'])
  })
})
