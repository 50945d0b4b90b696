import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { epochMs } from '#core/contract/time'
import { PURGE_KEPT_MS } from '#core/cache/purge'
import { storability } from '#core/cache/response-lifetime'
import { deadlinesOf, freshnessOf, isServableOnError, jittered, ttlSeconds } from '#core/cache/freshness'

const lifetime = {
  freshSeconds: 10,
  revalidateSeconds: 20,
  errorSeconds: 60,
  disconnectedSeconds: 0,
  ageSeconds: 0,
  validatorSeconds: 0,
}
const deadlines = deadlinesOf(epochMs(1_000_000), lifetime)

describe('the boundaries of freshness', () => {
  it.each([
    [0, 'fresh'],
    [9_999, 'fresh'],
    [10_000, 'stale'],
    [29_999, 'stale'],
    [30_000, 'error-only'],
    [69_999, 'error-only'],
    [70_000, 'expired'],
  ])('%i ms after the reply the entry is %s', (elapsed, expected) => {
    expect(freshnessOf(deadlines, 1_000_000 + elapsed)).toBe(expected)
  })

  it('counts the age on arrival against freshness', () => {
    const aged = deadlinesOf(epochMs(1_000_000), { ...lifetime, ageSeconds: 4 })
    expect(aged.freshUntil).toBe(1_006_000)
  })

  it('keeps nothing longer than its last window, unless a validator makes it worth it', () => {
    expect(deadlines.keepUntil).toBe(1_070_000)
    expect(deadlinesOf(epochMs(1_000_000), { ...lifetime, validatorSeconds: 3_600 }).keepUntil).toBe(4_670_000)
  })

  it('tells the seconds left, negative once stale', () => {
    expect(ttlSeconds(deadlines, 1_000_500)).toBe(9)
    expect(ttlSeconds(deadlines, 1_012_000)).toBe(-2)
  })
})

it('lets no entry outlive the purges that concern it, whatever its windows add up to', () => {
  const fields = new Headers({
    'cache-control': 'max-age=604800, stale-while-revalidate=604800, stale-if-error=604800',
    etag: '"a"',
  })
  const receivedAt = epochMs(1_000_000)
  const stored = storability({ status: 200, fields, authorized: false, requestedAt: receivedAt, receivedAt })
  if (stored.outcome === 'refuse') throw new Error(stored.rule)
  const day = 86_400_000
  expect(deadlinesOf(receivedAt, stored.lifetime).keepUntil - receivedAt).toBe(7 * day)
  const seconds = fc.nat(10_000_000)
  const windows = {
    freshSeconds: seconds,
    revalidateSeconds: seconds,
    errorSeconds: seconds,
    disconnectedSeconds: seconds,
    ageSeconds: seconds,
    validatorSeconds: seconds,
  }
  fc.assert(
    fc.property(fc.record(windows), (some) => {
      const { keepUntil, ...others } = deadlinesOf(receivedAt, some)
      expect(keepUntil - receivedAt).toBeLessThanOrEqual(PURGE_KEPT_MS - day)
      expect(Math.max(...Object.values(others))).toBeLessThanOrEqual(keepUntil)
    }),
  )
})

it('allows an entry on error exactly when it is not expired', () => {
  fc.assert(
    fc.property(fc.nat(100), fc.nat(100), fc.nat(100), fc.nat(400_000), (fresh, revalidate, error, elapsed) => {
      const some = deadlinesOf(epochMs(0), {
        freshSeconds: fresh,
        revalidateSeconds: revalidate,
        errorSeconds: error,
        disconnectedSeconds: 0,
        ageSeconds: 0,
        validatorSeconds: 0,
      })
      expect(isServableOnError(some, elapsed, true)).toBe(freshnessOf(some, elapsed) !== 'expired')
    }),
  )
})

it('lets an entry stand in longer for an origin that cannot be reached than for one that answers with an error', () => {
  const some = deadlinesOf(epochMs(0), { ...lifetime, disconnectedSeconds: 100 })
  expect(isServableOnError(some, 109_999, false)).toBe(true)
  expect(isServableOnError(some, 109_999, true)).toBe(false)
  expect(isServableOnError(some, 110_000, false)).toBe(false)
})

it('jitters only downwards, by at most a tenth', () => {
  expect(jittered(lifetime, () => 0).freshSeconds).toBe(10)
  expect(jittered(lifetime, () => 0.999_999).freshSeconds).toBeCloseTo(9, 4)
})
