import { describe, expect, it } from 'vitest'
import type { Completion } from '#core/suggest/completion'
import { lookup } from '#core/suggest/lookup'
import { pieceFor, splitIntoPieces } from '#core/suggest/pieces'
import { opened } from './opened.ts'

const words = ['salt', 'sand', 'silver', 'stone', 'table', 'tea', 'zebra', 'amber', '北京', '天气']
const completions = words.flatMap((first, at) =>
  words.map((second, other): Completion => ({
    text: `${first} ${second}`,
    weight: at * 10 + other,
    kind: 'query',
    ref: '',
    scopes: at % 2 === 0 ? ['even'] : [],
  })),
)

describe('splitIntoPieces', () => {
  const pieces = splitIntoPieces(completions, 40, ['even'])
  const manifest = {
    version: 'v1',
    pieces: pieces.map(({ scope, from }, at) => ({ scope, from, name: String(at), bytes: 0 })),
  }
  const indexes = pieces.map((piece) => opened(piece.completions))
  const whole = opened(completions)

  it('gives one piece when everything fits', () => {
    expect(splitIntoPieces(completions, 100)).toEqual([{ scope: '', from: '', completions }])
  })

  it('keeps every piece within the bound, where no start is shared by more', () => {
    expect(pieces.length).toBeGreaterThan(3)
    expect(Math.max(...pieces.map((piece) => piece.completions.length))).toBeLessThanOrEqual(40)
  })

  it('answers from one piece as the whole would', () => {
    for (const typed of ['sa', 'san', 'salt t', 'te sil', 'tab', 'ze am', 'am', '北京', '天气 s']) {
      for (const scope of [undefined, 'even']) {
        const options = scope === undefined ? { limit: 8 } : { limit: 8, scope }
        const piece = indexes[Number(pieceFor(manifest, typed, scope)?.name)]
        const exactly = (index: typeof whole): string[] =>
          lookup(index, typed, options)
            .filter(({ match }) => match !== 'fuzzy')
            .map(({ text }) => text)
        expect(piece === undefined ? undefined : exactly(piece)).toEqual(exactly(whole))
      }
    }
  })
})
