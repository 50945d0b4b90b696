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
    expect(texts('red', { affinity: () => 1 })).toEqual(['red wine', 'red shoes', 'red paint'])
    expect(texts('red', { affinity: () => -1 })).toEqual(['red shoes', 'red paint', 'red wine'])
  })

  it('moves what followed the previous query, and what shares a word with it', () => {
    const followers = new Map([['red paint', 0.5]])
    expect(texts('red', { previous: { text: 'brush', followers } })[0]).toBe('red paint')
    expect(texts('red', { previous: { text: 'wine glass', followers: new Map() } })[0]).toBe('red wine')
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
