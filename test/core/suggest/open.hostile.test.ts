import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildSuggestIndex } from '#core/suggest/build'
import type { Completion } from '#core/suggest/completion'
import { openSuggestIndex } from '#core/suggest/open'
import { query } from './opened.ts'

const completions: Completion[] = [
  query('Harry Potter', 9),
  query('harry styles', 8),
  query('北京天气', 7),
  { text: 'Crème brûlée', weight: 3, kind: 'item', ref: 'sku-1', scopes: ['dish:dessert'] },
]
const file = buildSuggestIndex(completions)

const reasonFor = (bytes: Uint8Array<ArrayBuffer>): string => {
  const outcome = openSuggestIndex(bytes.slice().buffer)
  return outcome.outcome === 'refused' ? outcome.reason : 'opened'
}

function changed(change: (bytes: Uint8Array<ArrayBuffer>) => void): Uint8Array<ArrayBuffer> {
  const bytes = file.slice()
  change(bytes)
  return bytes
}

const flip = (bytes: Uint8Array, at: number, mask: number): void => bytes.set([(bytes[at] ?? 0) ^ mask], at)

describe('openSuggestIndex', () => {
  it('opens what was built', () => {
    expect(reasonFor(file)).toBe('opened')
  })

  it.each([
    ['empty', new Uint8Array(0), '0 bytes are too few for a header'],
    ['cut inside a word', file.slice(0, -3), `${file.length - 3} bytes are not whole words: truncated`],
    ['cut', file.slice(0, -4), `${file.length - 4} bytes of ${file.length}: truncated`],
    ['something else', changed((bytes) => bytes.set([1, 2, 3, 4])), 'not a suggestion index'],
    ['another version', changed((bytes) => bytes.set([99, 0, 0, 0], 4)), 'version 99, this build reads 4'],
    ['one byte wrong', changed((bytes) => flip(bytes, 40, 1)), 'checksum does not match: damaged'],
  ])('refuses a file that is %s', (_name, bytes, reason) => {
    expect(reasonFor(bytes)).toBe(reason)
  })

  it('refuses every flipped bit', () => {
    fc.assert(
      fc.property(fc.nat(file.length * 8 - 1), (bit) => {
        expect(reasonFor(changed((bytes) => flip(bytes, bit >>> 3, 1 << (bit & 7))))).not.toBe('opened')
      }),
      { numRuns: 3_000 },
    )
  })

  it('refuses every cut and every random file', () => {
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.uint8Array({ maxLength: 400 }), (length, noise) => {
        expect(reasonFor(file.slice(0, length))).not.toBe('opened')
        expect(reasonFor(new Uint8Array(noise))).not.toBe('opened')
        expect(reasonFor(changed((bytes) => bytes.set(noise.subarray(0, bytes.length - 20), 20)))).toMatch(
          noise.length === 0 ? /opened/ : /damaged|opened/,
        )
      }),
    )
  })
})
