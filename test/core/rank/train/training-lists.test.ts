import { expect, it } from 'vitest'
import type { ReplayedList } from '#core/rank/features/replay'
import { TrainingLists } from '#core/rank/train/training-lists'

const list = (at: number, count: number): ReplayedList => ({
  id: `r${at}`,
  at,
  session: `s${at}`,
  rows: new Float32Array(),
  count,
  popularity: new Float32Array(),
  labels: new Float32Array(),
  acts: at % 10 === 0 ? new Map([['click', new Float32Array()]]) : new Map(),
  known: false,
  first: true,
})

it('forgets an old list that nobody wanted anything of, and keeps the wanted and the undecided', () => {
  const training = new TrainingLists()
  for (let at = 0; at < 30_000; at += 1) training.add(list(at, 5))
  const ids = training.lists.map(({ at }) => at)
  expect(ids.filter((at) => at < 10_000)).toEqual(Array.from({ length: 1_000 }, (_, at) => at * 10))
  expect(ids.filter((at) => at >= 10_000).length).toBe(20_000)
})

it('holds the newest within its bound of candidates', () => {
  const training = new TrainingLists()
  for (let at = 0; at < 4_000; at += 1) training.add(list(at, 400))
  expect(training.lists.length).toBe(1_500)
  expect(training.lists[0]?.at).toBe(2_500)
})
