import { describe, expect, it } from 'vitest'
import type { LogEvent } from '#core/rank/features/log-event'
import { surveyLog } from '#core/rank/train/survey'

type Fields = Record<string, unknown>
const mapOf = (fields: Fields) => new Map(Object.entries(fields))
const item = (id: string, fields: Fields): LogEvent => ({ kind: 'item', at: 0, id, fields: mapOf(fields) })
const shown = (at: number, candidates: Fields[]): LogEvent => ({
  kind: 'ranking',
  at,
  id: `r${at}`,
  items: candidates.map((fields, place) => ({ id: `i${place}`, fields: mapOf(fields) })),
  fields: new Map(),
  user: 'u',
  session: undefined,
})
const numbered = (count: number, prefix: string) =>
  Array.from({ length: count }, (_, at) => `${prefix}${String(at).padStart(2, '0')}`)
const each = (names: string[], value: unknown) => Object.fromEntries(names.map((name) => [name, value]))

describe('numbers that lists carry per candidate', () => {
  it('the sixteen that are given most often, in the order of their names', () => {
    const rare = each(numbered(3, 'a'), 1)
    const usual = each(numbered(16, 'score'), 0.5)
    const { schema, leftOut } = surveyLog([shown(1, [{ ...rare, ...usual }, usual])])
    expect(schema.given).toEqual(numbered(16, 'score'))
    expect(leftOut).toEqual(['a00 (of each list)', 'a01 (of each list)', 'a02 (of each list)'])
  })
  it('numbers as texts and yes or no count, other texts are left out', () => {
    const { schema, leftOut } = surveyLog([shown(1, [{ price: '12.5', promoted: false, badge: 'new' }])])
    expect(schema.given).toEqual(['price', 'promoted'])
    expect(leftOut).toEqual(['badge (of each list)'])
  })
})

describe('fields of items', () => {
  it('the two dozen that most items have, and the rest is told', () => {
    const common = each(numbered(23, 'f'), 'x')
    const { schema, leftOut } = surveyLog([
      item('1', { ...common, seldom: 'x', zeal: 'x' }),
      item('2', { ...common, zeal: 'x' }),
      shown(1, []),
    ])
    expect(schema.fields.map(({ name }) => name)).toEqual([...numbered(23, 'f'), 'zeal'])
    expect(leftOut).toEqual(['seldom'])
  })
  it('stand in the same order whichever part of the items is looked at', () => {
    const items = [item('1', { date: '2024-03-01' }), item('2', { budget: 1, date: '2024-03-01' })]
    const names = (events: LogEvent[]) => surveyLog([...events, shown(1, [])]).schema.fields.map(({ name }) => name)
    expect(names(items)).toEqual(['budget', 'date'])
    expect(names(items.slice(1))).toEqual(['budget', 'date'])
  })
})
