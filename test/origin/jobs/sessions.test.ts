import { expect, it } from 'vitest'
import type { Deed } from '#core/rank/knn/sessions'
import { sessionsOf } from '../../../origin/jobs/sessions.ts'

const MINUTE = 60_000

/** Deeds written as `visitor item minute`. */
async function* deeds(...rows: string[]): AsyncGenerator<Deed> {
  for (const row of rows) {
    const [visitor = '', item = '', minute = ''] = row.split(' ')
    yield { visitor, item, at: Number(minute) * MINUTE }
  }
}

it('cuts a visitor after 30 idle minutes, and not before', async () => {
  expect(await sessionsOf(deeds('ann a 0', 'ann b 30', 'ann c 60.1', 'ann d 61'))).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ])
})

it('never joins two visitors', async () => {
  expect(await sessionsOf(deeds('ann a 0', 'ann b 1', 'bob b 1', 'bob c 2'))).toEqual([
    ['a', 'b'],
    ['b', 'c'],
  ])
})

it('takes deeds on one item in a row as one step, and leaves out sessions of one step', async () => {
  expect(await sessionsOf(deeds('ann a 0', 'ann a 1', 'bob a 0', 'bob a 1', 'bob b 2', 'bob a 3'))).toEqual([
    ['a', 'b', 'a'],
  ])
})

it('puts the session that ended first in front', async () => {
  expect(await sessionsOf(deeds('ann a 0', 'ann b 9', 'bob c 1', 'bob d 5'))).toEqual([
    ['c', 'd'],
    ['a', 'b'],
  ])
})
