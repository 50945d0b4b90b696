import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildKnnIndex } from '#core/rank/knn/build'
import { idOf, numberOf, openDirectory, shardOf } from '#core/rank/knn/directory'
import { openShards } from '#core/rank/knn/evaluate-prefixes'
import { DEFAULT_PARAMETERS } from '#core/rank/knn/parameters'
import { knnScratch, recommendNext, scoreCandidates } from '#core/rank/knn/recommend'
import { seededRandom } from '#core/rank/train/seeded-random'
import { naiveNext } from './naive-neighbours.ts'

type How = { repeat: 'on' | 'off'; parameters?: typeof DEFAULT_PARAMETERS }

function recommend(log: string[][], session: string[], how: How): Map<string, number> {
  const index = buildKnnIndex(log)
  const directory = openDirectory(index.directory)
  const shards = openShards(index)
  const query = {
    directory,
    shardFor: (item: number) => shards[shardOf(directory, item)],
    session: session.map((id) => numberOf(directory, id)).filter((item) => item >= 0),
    parameters: how.parameters ?? DEFAULT_PARAMETERS,
    limit: 20,
    repeat: how.repeat,
  }
  const { items, scores } = recommendNext(query, knnScratch())
  return new Map(Array.from(items, (item, at) => [idOf(directory, item), scores[at] ?? Number.NaN]))
}

const letters = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'ü', 'item 7'), { minLength: 1, maxLength: 7 })

it('scores every item as the formulas do, over any log and session', () => {
  const repeat = fc.constantFrom<'on' | 'off'>('on', 'off')
  fc.assert(
    fc.property(fc.array(letters, { minLength: 1, maxLength: 25 }), letters, repeat, (log, session, mode) => {
      // Items the log never held are dropped before the query; the current item is then the newest known one.
      const known = session.filter((item) => log.some((each) => each.includes(item)))
      const expected = naiveNext(log, known, { parameters: DEFAULT_PARAMETERS, repeat: mode, limit: 20 })
      const found = recommend(log, session, { repeat: mode })
      expect([...found.keys()].sort()).toEqual([...expected.keys()].sort())
      for (const [item, score] of found) expect(score).toBeCloseTo(expected.get(item) ?? Number.NaN, 9)
    }),
  )
})

it('a big log in many shards answers as the formulas do', () => {
  const random = seededRandom(5)
  const log = Array.from({ length: 9_000 }, (_, number) =>
    Array.from({ length: 2 + Math.floor(random() * 6) }, () => `item-${Math.floor(number / 20 + random() ** 2 * 400)}`),
  )
  expect(buildKnnIndex(log).shards.length).toBeGreaterThan(1)
  const session = ['item-7', 'item-430', 'item-12', 'item-431']
  const expected = naiveNext(log, session, { parameters: DEFAULT_PARAMETERS, repeat: 'off', limit: 20 })
  const found = recommend(log, session, { repeat: 'off' })
  expect([...found.values()]).toEqual([...expected.values()].map((score) => expect.closeTo(score, 9)))
})

it('scores candidates as it would list them, and nothing that the log never held', () => {
  const log = [
    ['a', 'b', 'c'],
    ['a', 'c', 'd'],
    ['e', 'f'],
  ]
  const index = buildKnnIndex(log)
  const directory = openDirectory(index.directory)
  const shards = openShards(index)
  const shardFor = (item: number) => shards[shardOf(directory, item)]
  const session = ['b', 'a'].map((id) => numberOf(directory, id))
  const candidates = ['f', 'd', 'never', 'c', 'a'].map((id) => numberOf(directory, id))
  const scratch = knnScratch()
  const parameters = DEFAULT_PARAMETERS
  const scores = scoreCandidates({ directory, shardFor, session, parameters }, candidates, scratch)
  const listed = recommend(log, ['b', 'a'], { repeat: 'on', parameters: { ...parameters, repeat: 0 } })
  expect([...scores]).toEqual([0, listed.get('d'), 0, listed.get('c'), listed.get('a')])
  expect(scratch.items.size).toBe(0)
})

describe('repeat', () => {
  const log = [
    ['a', 'b'],
    ['a', 'c'],
  ]
  it('off leaves the current item out, and only it', () => {
    expect([...recommend(log, ['b', 'a'], { repeat: 'off' }).keys()].sort()).toEqual(['b', 'c'])
  })
  it('on may return the current item', () => {
    expect(recommend(log, ['b', 'a'], { repeat: 'on' }).has('a')).toBe(true)
  })
})

it('an unknown item and an empty session find nothing', () => {
  expect(recommend([['a', 'b']], ['zzz'], { repeat: 'on' }).size).toBe(0)
  expect(recommend([['a', 'b']], [], { repeat: 'off' }).size).toBe(0)
})

it('a shard that could not be fetched costs its neighbours, not the answer', () => {
  const directory = openDirectory(buildKnnIndex([['a', 'b']]).directory)
  const query = { directory, session: [0], parameters: DEFAULT_PARAMETERS, limit: 5, repeat: 'on' as const }
  expect([...recommendNext({ ...query, shardFor: () => undefined }, knnScratch()).items]).toEqual([0])
})

it('stays within 40 bytes per click when sessions are long and shared items many', () => {
  const random = seededRandom(9)
  const log = Array.from({ length: 4_000 }, () => Array.from({ length: 40 }, () => `i${Math.floor(random() * 3_000)}`))
  const index = buildKnnIndex(log)
  const bytes = index.shards.reduce((sum, shard) => sum + shard.byteLength, index.directory.byteLength)
  expect(bytes / (4_000 * 40)).toBeLessThan(40)
})
