import { expect, it } from 'vitest'
import { createBreaker } from '#core/cache/breaker'

const options = { failureShare: 0.5, minCalls: 4, windowMs: 1_000, openMs: 500 }

function opened() {
  const clock = { at: 0 }
  const breaker = createBreaker(options, () => clock.at)
  for (let n = 0; n < 4; n++) breaker.record('failed')
  return { clock, breaker }
}

it('stays closed below the minimum of calls, and below the share of failures', () => {
  const breaker = createBreaker(options, () => 0)
  for (let n = 0; n < 3; n++) breaker.record('failed')
  expect(breaker.state()).toBe('closed')
  const mixed = createBreaker(options, () => 0)
  for (let n = 0; n < 20; n++) mixed.record(n % 3 === 2 ? 'failed' : 'ok')
  expect(mixed.state()).toBe('closed')
})

it('forgets failures of an earlier window', () => {
  const clock = { at: 0 }
  const breaker = createBreaker(options, () => clock.at)
  for (let n = 0; n < 3; n++) breaker.record('failed')
  clock.at = 1_000
  breaker.record('failed')
  expect(breaker.state()).toBe('closed')
})

it('judges a burst together with the half window before it', () => {
  const clock = { at: 0 }
  const breaker = createBreaker(options, () => clock.at)
  for (let n = 0; n < 10; n++) breaker.record('ok')
  clock.at = 510
  for (let n = 0; n < 9; n++) breaker.record('failed')
  expect(breaker.state()).toBe('closed')
  breaker.record('failed')
  expect(breaker.state()).toBe('open')
})

it('lets another probe through when the last never reported', () => {
  const { clock, breaker } = opened()
  clock.at = 500
  expect(breaker.allows()).toBe(true)
  clock.at = 999
  expect(breaker.allows()).toBe(false)
  clock.at = 1_000
  expect(breaker.allows()).toBe(true)
})

it('refuses while open, then lets exactly one probe through', () => {
  const { clock, breaker } = opened()
  expect(breaker.allows()).toBe(false)
  clock.at = 500
  expect([breaker.allows(), breaker.allows()]).toEqual([true, false])
})

it('closes after a good probe, and rests again after a bad one', () => {
  const { clock, breaker } = opened()
  clock.at = 500
  breaker.allows()
  breaker.record('failed')
  expect(breaker.state()).toBe('open')
  clock.at = 1_000
  breaker.allows()
  breaker.record('ok')
  expect([breaker.state(), breaker.allows(), breaker.allows()]).toEqual(['closed', true, true])
})

it('does not let the late result of an older call end its rest', () => {
  const { clock, breaker } = opened()
  clock.at = 500
  breaker.record('ok')
  expect(breaker.state()).toBe('half-open')
})
