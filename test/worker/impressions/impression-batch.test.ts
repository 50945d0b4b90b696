import { expect, it } from 'vitest'
import { createImpressionBatch } from '../../../worker/impressions/impression-batch.ts'

const SHOWN = {
  id: 'i',
  at: 0,
  visitor: null,
  surface: 'search',
  seed: null,
  query: '',
  filter: '',
  model: 'm',
  policy: 'sorted',
  first: 0,
  explored: null,
} as const

/** A batch in a time that passes when the test says so, and what it sent: when, and how many. */
function rig(takes: () => boolean = () => true) {
  const time = { at: 0, lost: 0 }
  const timers: { at: number; callback: () => void }[] = []
  const sent: [at: number, impressions: number][] = []
  const work: Promise<unknown>[] = []
  const batch = createImpressionBatch({
    now: () => time.at,
    send: async (impressions) => {
      sent.push([time.at, impressions.length])
      if (!takes()) throw new Error('no queue')
    },
    onLost: () => (time.lost += 1),
  })
  const timer = {
    set: (callback: () => void, ms: number) => timers.push({ at: time.at + ms, callback }),
    clear: () => expect.unreachable('a timer of another request is not ours to clear'),
  }
  const waitUntil = (each: Promise<unknown>) => void work.push(each)
  return {
    time,
    sent,
    work,
    timers,
    add: (count = 1, items = ['a']): void => {
      for (let i = 0; i < count; i++) batch.add({ ...SHOWN, items }, { waitUntil, timer })
    },
    /** Fires the timers that are due, as the platform does while their requests are kept alive. */
    pass: async (ms: number): Promise<void> => {
      time.at += ms
      for (const due of timers.filter(({ at }) => at <= time.at)) {
        timers.splice(timers.indexOf(due), 1)
        due.callback()
      }
      await new Promise((resolve) => setTimeout(resolve, 0))
    },
  }
}

it('sends the first at once, and what came after it when the second is over', async () => {
  const { add, pass, sent, timers, work } = rig()
  add()
  await pass(300)
  add(3)
  expect([sent, timers.length, work.length]).toEqual([[[0, 1]], 1, 2])
  await pass(699)
  expect(sent).toHaveLength(1)
  await pass(1)
  expect(sent).toEqual([
    [0, 1],
    [1_000, 3],
  ])
  await Promise.all(work)
})

it('goes on with one message a second under load, whoever sets the timer', async () => {
  const { add, pass, sent } = rig()
  for (let tenth = 0; tenth < 30; tenth++) {
    add(2)
    await pass(100)
  }
  expect(sent).toEqual([
    [0, 1],
    [1_000, 19],
    [2_000, 20],
    [3_000, 20],
  ])
})

it('sends early when there are 50 or they are long, and the timer of those sends nothing of the next', async () => {
  const { add, pass, sent, work } = rig()
  add()
  add(50)
  await pass(600)
  add(2)
  add(1, ['x'.repeat(50_000)])
  await pass(400)
  expect(sent).toEqual([
    [0, 1],
    [0, 50],
    [600, 3],
  ])
  add(2)
  await pass(599)
  expect(sent).toHaveLength(3)
  await pass(1)
  expect(sent.at(-1)).toEqual([1_600, 2])
  await Promise.all(work)
})

it('is sent by late company when the request that kept the timer was ended', async () => {
  const { add, sent, time, timers } = rig()
  add(2)
  timers.length = 0
  time.at = 1_500
  add()
  expect(sent).toEqual([
    [0, 1],
    [1_500, 2],
  ])
})

it('counts each batch that the queue does not take, and sends the next', async () => {
  let up = false
  const { add, pass, sent, time, work } = rig(() => up)
  add(2)
  await pass(1_000)
  expect([sent.length, time.lost]).toEqual([2, 2])
  up = true
  await pass(1_000)
  add()
  await Promise.all(work)
  expect([sent.length, time.lost]).toEqual([3, 2])
})
