import { describe, expect, it } from 'vitest'
import { parseLogEvent } from '#core/rank/features/log-event'

const parse = (event: unknown) => parseLogEvent(typeof event === 'string' ? event : JSON.stringify(event))

it.each([
  ['', 'not a JSON object'],
  ['{"event":"item"', 'not a JSON object'],
  ['7', 'not a JSON object'],
  [{ event: 'interaction', item: 'a' }, 'no timestamp'],
  [{ event: 'item', item: 'a', timestamp: '' }, 'no timestamp'],
  [{ event: 'item', item: 'a', timestamp: 'noon' }, 'no timestamp'],
  [{ event: 'item', timestamp: 1 }, 'an item without an id'],
  [{ event: 'interaction', timestamp: 1, type: 'click' }, 'an interaction without an item'],
  [{ event: 'ranking', timestamp: 1, id: 'r' }, 'a ranking without an id or items'],
  [{ event: 'sale', timestamp: 1 }, 'unknown event sale'],
])('%j: %s', (event, reason) => {
  expect(parse(event)).toEqual({ kind: 'malformed', reason })
})

describe('what real logs leave out', () => {
  it('an interaction needs neither ranking nor visitor; numbers are ids too', () => {
    expect(parse({ event: 'interaction', item: 7, timestamp: '1636993834000' })).toEqual({
      kind: 'interaction',
      at: 1_636_993_834_000,
      item: '7',
      type: 'click',
      ranking: undefined,
      user: undefined,
      session: undefined,
    })
  })
  it('list entries may be bare ids, and broken ones are dropped', () => {
    const event = parse({
      event: 'ranking',
      id: 'r',
      timestamp: 5,
      items: ['a', { id: 'b', fields: [{ name: 'x', value: 1 }, 3] }, {}, null],
    })
    expect(event).toMatchObject({ items: [{ id: 'a' }, { id: 'b', fields: new Map([['x', 1]]) }] })
  })
  it('a date and time is a timestamp', () => {
    expect(parse({ event: 'user', timestamp: '2024-03-01T00:00:00Z' })).toEqual({ kind: 'user', at: 1_709_251_200_000 })
  })
  it('an empty list is a list', () => {
    expect(parse({ event: 'ranking', id: 'r', timestamp: 5, items: [] })).toMatchObject({ kind: 'ranking', items: [] })
  })
})

describe('times', () => {
  it.each([
    [1_541_037_460, 1_541_037_460_000],
    ['1541037460', 1_541_037_460_000],
    [1_541_037_460.5, 1_541_037_460_500],
    [1_541_037_460_123, 1_541_037_460_123],
    [1_541_037_460_123_000, 1_541_037_460_123],
    ['2018-11-01 01:57:40', 1_541_037_460_000],
  ])('%s is told by its size', (timestamp, at) => {
    expect(parse({ event: 'interaction', item: 'a', timestamp })).toMatchObject({ at })
  })
  it('what is declared without one was always so', () => {
    expect(parse({ event: 'item', item: 'a' })).toMatchObject({ at: 0 })
    expect(parse({ event: 'user', user: 'a' })).toMatchObject({ at: 0 })
  })
})

it('a long integer keeps all its digits, and one within a text keeps the text', () => {
  expect(parse('{"event":"interaction","item":90071992547409931,"timestamp":1}')).toMatchObject({
    item: '90071992547409931',
  })
  expect(parse('{"event":"item","item":"a","timestamp":1,"fields":{"about":"1, 90071992547409931, 2"}}')).toMatchObject(
    { fields: new Map([['about', '1, 90071992547409931, 2']]) },
  )
})
