import { expect, it } from 'vitest'
import { parseLogEvent } from '#core/rank/features/log-event'
import { inOrder, lineOf } from '../../../scripts/train/log-order.ts'

const orderOf = (...events: object[]) => {
  const lines = events.map((event) => {
    const text = JSON.stringify(event)
    const parsed = parseLogEvent(text)
    if (parsed.kind === 'malformed') throw new Error(parsed.reason)
    return lineOf(parsed, text)
  })
  return inOrder(lines).map(({ text }) => events.findIndex((event) => JSON.stringify(event) === text))
}
const list = (id: string, timestamp: number) => ({ event: 'ranking', id, timestamp, items: ['a'] })
const click = (ranking: string | undefined, timestamp: number, type = 'click') => ({
  event: 'interaction',
  type,
  item: 'a',
  ranking,
  timestamp,
})
const item = (timestamp?: number) => ({ event: 'item', item: 'a', timestamp })

it('is by time', () => {
  expect(orderOf(list('r', 3), click('r', 4), item(2), click(undefined, 1))).toEqual([3, 2, 0, 1])
})

it('within one instant the file stands, declarations first', () => {
  expect(orderOf(click(undefined, 1), list('r', 1), click('r', 1), list('s', 1), item(1))).toEqual([4, 0, 1, 2, 3])
  expect(orderOf(list('r', 1), item())).toEqual([1, 0])
})

it('within one instant what names a list comes after it', () => {
  const [buy, look] = [click('r', 1, 'buy'), click('r', 1, 'look')]
  expect(orderOf(buy, look, list('s', 1), list('r', 1), click('s', 1))).toEqual([2, 3, 0, 1, 4])
})

it('what names a list and is dated before it happened with it', () => {
  expect(orderOf(click('r', 1), click(undefined, 2), list('r', 5), click('s', 6), list('s', 6))).toEqual([
    1, 2, 0, 4, 3,
  ])
  // An id that comes again: the first list was answered.
  expect(orderOf(list('r', 1), click('r', 2), click('r', 3, 'buy'), list('r', 9))).toEqual([0, 1, 2, 3])
})

it('takes a day of one time stamp', () => {
  const lists = Array.from({ length: 150_000 }, (_, at) => ({
    at: 1,
    text: String(at),
    declares: false,
    shows: `r${at}`,
  }))
  expect(inOrder(lists).map(({ text }) => Number(text))).toEqual([...lists.keys()])
})
