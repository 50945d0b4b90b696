import { expect, it } from 'vitest'
import { reasonsOf } from '#core/rank/features/reasons'
import { COLUMN, featureTable } from '#core/rank/features/table'

it('names the strongest columns first, in words, and leaves out what moved nothing', () => {
  const table = featureTable({ fields: [{ name: 'genre', kind: 'category', edges: [] }], given: [] })
  const contributions = new Float64Array(table.length)
  const session = table.findIndex((feature) => feature.name === 'genre:session')
  contributions[COLUMN.touch_rank] = 0.2
  contributions[session] = -0.5
  expect(reasonsOf(contributions, table, 3)).toEqual([
    {
      amount: -0.5,
      column: session,
      feature: 'genre:session',
      words: 'its genre fits what you clicked in this session',
    },
    {
      amount: 0.2,
      column: COLUMN.touch_rank,
      feature: 'touch_rank',
      words: 'items you touched since you last touched it',
    },
  ])
})
