import { expect, it } from 'vitest'
import { queryFollowers } from '../../../origin/jobs/query-followers.ts'
import type { VisitorSearch } from '../../../origin/log/event-log.ts'

const MINUTE = 60_000

/** Each visitor's searches, `minutes` apart. */
async function* searches(byVisitor: string[][], minutes = 1): AsyncGenerator<VisitorSearch> {
  for (const [visitor, keys] of byVisitor.entries()) {
    for (const [at, key] of keys.entries()) yield { visitor: `v${visitor}`, key, at: at * minutes * MINUTE }
  }
}
const known = (key: string): boolean => !key.startsWith('?')
const followers = (byVisitor: string[][], minutes?: number) =>
  queryFollowers(searches(byVisitor, minutes), { known, minVisitors: 3 })

it('counts what was asked next by visitors, most first, as shares of all that was', async () => {
  const paths = [
    ['tea', 'cup'],
    ['tea', 'cup'],
    ['tea', 'cup'],
    ['tea', 'pot'],
    ['tea', 'pot'],
    ['tea', 'pot'],
    ['tea', 'cup'],
    ['tea', 'mug'],
  ]
  expect(await followers(paths)).toEqual([
    {
      text: 'tea',
      followers: [
        { text: 'cup', share: 4 / 8 },
        { text: 'pot', share: 3 / 8 },
      ],
    },
  ])
})

it('tells no pair that fewer visitors made than the gate asks for, however often they did', async () => {
  const often = ['tea', 'cup', 'tea', 'cup', 'tea', 'cup', 'tea', 'cup']
  expect(await followers([often, often])).toEqual([])
  expect((await followers([often, often, often])).map(({ text }) => text)).toEqual(['tea', 'cup'])
})

it('takes a pause, another visitor, the same query and one that is not shown for no path', async () => {
  expect(
    await followers(
      Array.from({ length: 5 }, () => ['tea', 'cup']),
      31,
    ),
  ).toEqual([])
  expect(await followers(Array.from({ length: 9 }, (_, at) => [at % 2 === 0 ? 'tea' : 'cup']))).toEqual([])
  expect(await followers(Array.from({ length: 5 }, () => ['tea', 'tea']))).toEqual([])
  expect(await followers(Array.from({ length: 5 }, () => ['tea', '?', 'cup']))).toEqual([])
})

it('keeps the ten most frequent', async () => {
  const paths = Array.from({ length: 36 }, (_, at) => ['tea', `cup ${at % 12}`])
  const [tea] = await followers(paths)
  expect(tea?.followers).toHaveLength(10)
})
