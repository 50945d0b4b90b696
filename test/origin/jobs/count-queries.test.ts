import { describe, expect, it } from 'vitest'
import { days, hours } from '#core/contract/time'
import { byQuery, commonSpelling, countSearches } from '../../../origin/jobs/count-queries.ts'
import type { Search } from '../../../origin/log/event-log.ts'

const HOUR = 3_600_000
const NOW = 10_000 * HOUR
const halfLives = { fast: hours(3), slow: days(14) }

const search = (key: string, change: Partial<Search> = {}): Search => ({ key, text: key, at: NOW, ...change })

it('groups searches by query, holding one group at a time', async () => {
  async function* sorted(): AsyncGenerator<Search> {
    yield* [search('a'), search('a', { at: NOW + 1 }), search('b'), search('c'), search('c')]
  }
  const groups: [string, number][] = []
  for await (const group of byQuery(sorted())) groups.push([group[0].key, group.length])
  expect(groups).toEqual([
    ['a', 2],
    ['b', 1],
    ['c', 2],
  ])
})

describe('countSearches', () => {
  it('halves each counter after its half-life', () => {
    const counters = countSearches([search('a', { at: NOW - 3 * HOUR }), search('a')], { halfLives })
    expect(counters.at).toBe(NOW)
    expect(counters.fast).toBeCloseTo(1.5, 9)
    expect(counters.slow).toBeCloseTo(1 + 2 ** (-0.125 / 14), 9)
  })
  it('goes on from what was counted before, the same as all at once', () => {
    const [one, two, three] = [
      search('a', { at: NOW - 9 * HOUR }),
      search('a', { at: NOW - HOUR }),
      search('a'),
    ] as const
    const before = countSearches([one, two], { halfLives })
    expect(countSearches([three], { halfLives, before })).toEqual(countSearches([one, two, three], { halfLives }))
  })
  it('counts a search that arrives late as one of the time it arrives at', () => {
    const before = countSearches([search('a')], { halfLives })
    expect(countSearches([search('a', { at: NOW - HOUR })], { halfLives, before })).toEqual({
      fast: 2,
      slow: 2,
      at: NOW,
    })
  })
})

it.each([
  [['JAWS', ' Jaws ', 'Jaws', 'jaws\tshark'], 'Jaws'],
  [['jaws', 'Jaws'], 'Jaws'],
  [['\ud800x'], '\ufffdx'],
])('%j is spelt %j', (texts, spelling) => {
  expect(commonSpelling(texts.map((text) => search('jaws', { text })))).toBe(spelling)
})
