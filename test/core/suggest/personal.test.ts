import { describe, expect, it } from 'vitest'
import { epochMs } from '#core/contract/time'
import { lookup } from '#core/suggest/lookup'
import { personalise, type PersonalContext } from '#core/suggest/personal'
import { opened } from './opened.ts'

const DAY = 86_400_000
const now = epochMs(100 * DAY)
const index = opened([
  { text: 'red shoes', weight: 100, kind: 'query', ref: '', scopes: [] },
  { text: 'red wine', weight: 90, kind: 'category', ref: 'aisle:wine', scopes: [] },
  { text: 'red paint', weight: 80, kind: 'query', ref: '', scopes: [] },
])
const nobody: PersonalContext = { recent: [], affinity: () => 0 }

function answer(typed: string, context: Partial<PersonalContext>) {
  return personalise(lookup(index, typed, { limit: 10 }), typed, { ...nobody, ...context }, { limit: 10, now })
}
const texts = (typed: string, context: Partial<PersonalContext>): string[] =>
  answer(typed, context).map(({ text }) => text)

describe('personalise', () => {
  it('keeps the shared order for a visitor without history', () => {
    expect(texts('red', {})).toEqual(['red shoes', 'red wine', 'red paint'])
  })

  it('keeps a shared order that is not the order of popularity', () => {
    const shared = lookup(index, 'red', { limit: 10 }).toReversed()
    const ordered = personalise(shared, 'red', nobody, { limit: 10, now })
    expect(ordered.map(({ text }) => text)).toEqual(['red paint', 'red wine', 'red shoes'])
  })

  it('puts own queries first, by decayed frequency, known to others or not', () => {
    const recent = [
      { text: 'Red paint', count: 1, at: epochMs(99 * DAY) },
      { text: 'red bicycle', count: 2, at: epochMs(98 * DAY) },
      { text: 'red kite', count: 8, at: epochMs(30 * DAY) },
      { text: 'blue kite', count: 9, at: now },
    ]
    expect(texts('red', { recent })).toEqual(['red bicycle', 'red paint', 'red kite', 'red shoes', 'red wine'])
    expect(answer('red', { recent }).map((each) => each.recent)).toEqual([true, true, true, false, false])
  })

  it('moves a category the visitor likes, and one the visitor avoids', () => {
    const liking = (worth: number) => (refs: readonly string[]) => (refs.includes('aisle:wine') ? worth : 0)
    expect(texts('red', { affinity: liking(1) })).toEqual(['red wine', 'red shoes', 'red paint'])
    expect(texts('red', { affinity: liking(-1) })).toEqual(['red shoes', 'red paint', 'red wine'])
  })

  it('moves items by the categories that they belong to, when the lookup names them', () => {
    const items = opened([
      { text: 'Alien', weight: 100, kind: 'item', ref: 'alien-1979', scopes: ['genre:Horror', 'genre:Science'] },
      { text: 'Aladdin', weight: 190, kind: 'item', ref: 'aladdin-1992', scopes: ['genre:Family'] },
    ])
    const affinity = (refs: readonly string[]): number => (refs.includes('genre:Horror') ? 0.4 : 0)
    const shared = lookup(items, 'al', { limit: 10, withScopes: true })
    const moved = personalise(shared, 'al', { recent: [], affinity }, { limit: 10, now })
    expect(moved.map(({ text }) => text)).toEqual(['Alien', 'Aladdin'])
    expect(moved[0]?.contributions.affinity).toBeCloseTo(1.2)
    expect(lookup(items, 'al', { limit: 10 }).map(({ scopes }) => scopes)).toEqual([[], []])
  })

  it('brings in what followed the previous query and begins as typed, popular or not', () => {
    const next = lookup(index, 'red paint', { limit: 1 }).map((suggestion) => ({ suggestion, share: 0.5 }))
    const shared = lookup(index, 'red', { limit: 1 })
    const previous = { text: 'brush', next }
    const answer = (typed: string) => personalise(shared, typed, { ...nobody, previous }, { limit: 10, now })
    expect(answer('red').map(({ text, highlights }) => [text, highlights])).toEqual([
      ['red paint', [[0, 3]]],
      ['red shoes', [[0, 3]]],
    ])
    expect(answer('green').map(({ text }) => text)).toEqual(['red shoes'])
  })

  it('before anything is typed gives half of the answer to own queries, the most frequent', () => {
    const recent = ['a', 'b', 'c', 'd'].map((text, at) => ({ text, count: at + 1, at: now }))
    const empty = personalise(lookup(index, '', { limit: 4 }), '', { ...nobody, recent }, { limit: 4, now })
    expect(empty.map(({ text }) => text)).toEqual(['d', 'c', 'red shoes', 'red wine'])
  })

  it('moves what followed the previous query, and what shares a word with it', () => {
    const next = lookup(index, 'red paint', { limit: 1 }).map((suggestion) => ({ suggestion, share: 0.5 }))
    expect(texts('red', { previous: { text: 'brush', next } })[0]).toBe('red paint')
    expect(texts('red', { previous: { text: 'wine glass', next: [] } })[0]).toBe('red wine')
  })

  it('explains every score as the sum of its contributions', () => {
    const recent = [{ text: 'red paint', count: 1, at: now }]
    for (const { score, contributions } of answer('red', { recent, affinity: () => 0.5 })) {
      expect(Object.values(contributions).reduce((sum, part) => sum + part, 0)).toBe(score)
    }
    expect(answer('red', { recent })[0]?.contributions).toEqual({
      match: 0,
      popularity: 0,
      history: 1_001,
      affinity: 0,
      session: 0,
    })
  })
})
