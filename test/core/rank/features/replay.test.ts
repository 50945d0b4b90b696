import { describe, expect, it } from 'vitest'
import { parseLogEvent, type LogEvent } from '#core/rank/features/log-event'
import type { ReplayedList } from '#core/rank/features/replay'
import { COLUMN, featureTable, tableWidth } from '#core/rank/features/table'
import { replayLog } from '#core/rank/train/replay-log'
import { listQuality } from '#core/rank/train/metric'
import { shopLog } from './shop-log.ts'

const eventsOf = (lines: string[]): LogEvent[] =>
  lines.map((line) => {
    const event = parseLogEvent(line)
    if (event.kind === 'malformed') throw new Error(event.reason)
    return event
  })

const events = eventsOf(shopLog(1, 400))
const { schema, lists } = replayLog(events, { target: 'buy' })
const width = tableWidth(schema)
const column = (list: ReplayedList, name: string) => {
  const at = featureTable(schema).findIndex((feature) => feature.name === name)
  return Array.from({ length: list.count }, (_, place) => list.rows[place * width + at])
}
const quality = (some: ReplayedList[], score: (list: ReplayedList) => ArrayLike<number>) =>
  some.reduce((sum, list) => sum + listQuality(list.labels, score(list)).mrr, 0) / some.length

describe('the table', () => {
  const table = featureTable(schema)
  it('names every column once and explains it', () => {
    expect(table.length).toBe(width)
    expect(new Set(table.map((feature) => feature.name)).size).toBe(width)
    expect(table.filter((feature) => feature.words === '')).toEqual([])
  })
  it('tells the fields of any catalogue', () => {
    expect(schema.fields.map(({ name, kind }) => `${name}: ${kind}`)).toEqual([
      'colour: category',
      'listed: date',
      'price: number',
      'tags: list',
    ])
    expect(schema.given).toEqual(['bm25'])
  })
})

it('a list never knows what comes after it', () => {
  // The same log cut behind list 200 gives the same rows up to there (types are told from the same items).
  const cutAt = events.findIndex((event) => event.kind === 'ranking' && event.id === 'r200')
  const early = replayLog(events.slice(0, cutAt), { target: 'buy' }).lists
  expect(early.length).toBe(200)
  expect(early.map((list) => list.rows)).toEqual(lists.slice(0, 200).map((list) => list.rows))
})

it('a served row is bit for bit what training stores', () => {
  const { replay } = replayLog(events.slice(0, 400), { target: 'buy' })
  const list = replay.apply({ ...rankingOf('r300'), id: 'again' })
  expect(list?.rows.every((value) => Number.isNaN(value) || Math.fround(value) === value)).toBe(true)
})

function rankingOf(id: string): Extract<LogEvent, { kind: 'ranking' }> {
  const found = events.find((event) => event.kind === 'ranking' && event.id === id)
  if (found?.kind !== 'ranking') throw new Error(`no list ${id}`)
  return found
}

describe('one session', () => {
  const item = (id: string): LogEvent => ({ kind: 'item', at: 0, id, fields: new Map([['colour', 'red']]) })
  const open = (id: string, at: number): LogEvent => ({
    kind: 'interaction',
    at,
    item: id,
    type: 'open',
    ranking: undefined,
    user: 'u',
    session: 's',
  })
  const show = (id: string, items: string[], at: number): LogEvent => ({
    kind: 'ranking',
    at,
    id,
    items: items.map((each) => ({ id: each, fields: new Map() })),
    fields: new Map([['query', ' Shoes ']]),
    user: 'u',
    session: 's',
  })
  const replayed = replayLog([
    item('a'),
    item('b'),
    item('c'),
    open('a', 1_000),
    open('b', 2_000),
    open('a', 3_000),
    show('one', ['c', 'b', 'a', 'new'], 5_000),
    show('two', ['c', 'b', 'a', 'new'], 6_000),
    open('b', 6_500),
    show('three', ['c', 'b', 'a', 'new'], 7_000),
  ])
  const [one, two, three] = replayed.lists
  const read = (list: ReplayedList | undefined, name: keyof typeof COLUMN) =>
    Array.from({ length: 4 }, (_, place) => list?.rows[place * tableWidth(replayed.schema) + COLUMN[name]])

  it('knows what was touched, how long ago, and how often', () => {
    expect(read(one, 'touch_rank')).toEqual([Number.NaN, 2, 1, Number.NaN])
    expect(read(one, 'touch_count')).toEqual([Number.NaN, 1, 2, Number.NaN])
    expect(read(one, 'touch_steps')).toEqual([Number.NaN, 1, 0, Number.NaN])
    expect(read(one, 'touch_seconds').map((value) => value?.toFixed(4))).toEqual([
      'NaN',
      Math.log1p(3).toFixed(4),
      Math.log1p(2).toFixed(4),
      'NaN',
    ])
    expect(read(one, 'from_last_touch')).toEqual([-2, -1, 0, 1])
    expect(read(one, 'list_touched')).toEqual([2, 2, 2, 2])
  })
  it('counts what was passed over once the visitor did something behind it', () => {
    expect(read(one, 'passed_over')).toEqual([0, 0, 0, 0])
    expect(read(two, 'passed_over')).toEqual([0, 0, 0, 0])
    expect(read(three, 'passed_over')).toEqual([2, 0, 2, 2])
  })
  it('puts what was touched first, the last touched on top, with nothing learned', () => {
    expect(read(one, 'session_rank')).toEqual([2, 1, 0, 3])
  })
})

it('on a site where what was opened gets bought, the session score learns it; the prior alone can not', () => {
  const newest = lists.slice(200)
  const shown = quality(newest, (list) => list.labels.map((_, place) => -place))
  const prior = quality(newest, (list) => column(list, 'prior').map(Number))
  const session = quality(newest, (list) => column(list, 'session_score').map(Number))
  expect(session).toBeGreaterThan(prior + 0.2)
  expect(session).toBeGreaterThan(shown + 0.2)
})

it('an item that is declared again changes its fields and keeps its record', () => {
  const { replay } = replayLog(events, { target: 'buy' })
  const { store, priors } = replay.knowledge
  const before = store.get('p1', 0)
  const lift = priors.items.lift(before.index)
  const after = store.declare('p1', new Map([['colour', 'white']]), 9)
  expect(priors.items.lift(after.index)).toBe(lift)
  expect([...after.terms]).not.toEqual([...before.terms])
  expect(after.firstSeen).toBe(before.firstSeen)
})

it('an item listed twice is clicked where it stood first', () => {
  const who = { user: undefined, session: undefined }
  const items = ['a', 'b', 'a'].map((id) => ({ id, fields: new Map() }))
  const { lists: replayed } = replayLog([
    { kind: 'ranking', at: 1, id: 'r', items, fields: new Map(), ...who },
    { kind: 'interaction', at: 2, item: 'a', type: 'click', ranking: 'r', ...who },
  ])
  expect([...(replayed[0]?.labels ?? [])]).toEqual([1, 0, 0])
})
