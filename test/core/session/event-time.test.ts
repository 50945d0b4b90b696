import { expect, it } from 'vitest'
import { settleTime } from '#core/session/event-time'

const now = 1_800_000_000_000
const event = { id: 'event-0001', type: 'clicked', item: 'm1' } as const

it.each([
  ['no time is now', undefined, now],
  ['a late beacon keeps its time', now - 3_600_000, now - 3_600_000],
  ['a clock nine minutes fast is now', now + 540_000, now],
])('%s', (_name, at, settled) => {
  const given = at === undefined ? event : { ...event, at }
  expect(settleTime(given, now)).toEqual({ outcome: 'settled', event: { ...event, at: settled } })
})

it.each([
  ['1970', 0, /more than 30 days ago/],
  ['2099', 4_070_908_800_000, /in the future/],
])('refuses %s and says why', (_name, at, why) => {
  expect(settleTime({ ...event, at }, now)).toMatchObject({ outcome: 'impossible', detail: expect.stringMatching(why) })
})
