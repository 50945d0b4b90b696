import { expect, it } from 'vitest'
import { reasonsOf } from '#core/rank/features/reasons'
import { COLUMN, featureTable } from '#core/rank/features/table'

it('names the strongest columns first, in words, and leaves out what moved nothing', () => {
  const table = featureTable({ fields: [{ name: 'genre', kind: 'category', edges: [] }], given: [] })
  const contributions = new Float64Array(table.length)
  contributions[COLUMN.touch_rank] = 0.2
  contributions[table.findIndex((feature) => feature.name === 'genre:session')] = -0.5
  expect(reasonsOf(contributions, table, 3)).toEqual([
    { amount: -0.5, feature: 'genre:session', words: 'its genre fits what you clicked in this session' },
    { amount: 0.2, feature: 'touch_rank', words: 'items you touched since you last touched it' },
  ])
})
