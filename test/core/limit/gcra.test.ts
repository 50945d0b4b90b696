import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { charge, take, type Quota } from '#core/limit/gcra'

const quota: Quota = { tokens: 5, windowMs: 5_000 }

/** The oracle: a token bucket kept the obvious way, as a level that refills continuously. */
function bucketOracle(q: Quota) {
  let level = q.tokens
  let at = 0
  return (now: number, cost: number): boolean => {
    level = Math.min(q.tokens, level + ((now - at) * q.tokens) / q.windowMs)
    at = now
    if (level + 1e-6 < cost) return false
    level -= cost
    return true
  }
}

describe('take', () => {
  it('lets a full bucket go at once and then one token every emission interval', () => {
    let tat = 0
    const verdicts = [0, 0, 0, 0, 0, 0, 999, 1_000].map((now) => {
      const taken = take(tat, quota, { cost: 1, now })
      tat = taken.tat
      return taken.verdict
    })
    expect(verdicts.map((verdict) => verdict.outcome)).toEqual([
      'allowed',
      'allowed',
      'allowed',
      'allowed',
      'allowed',
      'limited',
      'limited',
      'allowed',
    ])
    expect(verdicts[0]).toEqual({ outcome: 'allowed', remaining: 4, resetMs: 1_000 })
    expect(verdicts[5]).toEqual({ outcome: 'limited', retryAfterMs: 1_000, resetMs: 5_000 })
    expect(verdicts[6]).toEqual({ outcome: 'limited', retryAfterMs: 1, resetMs: 4_001 })
  })

  it('does not charge a refused take', () => {
    const { tat } = take(0, quota, { cost: 5, now: 0 })
    expect(take(tat, quota, { cost: 1, now: 0 }).tat).toBe(tat)
  })

  it('agrees with a bucket that refills continuously', () => {
    const step = fc.record({ wait: fc.integer({ min: 0, max: 3_000 }), cost: fc.integer({ min: 1, max: 3 }) })
    const quotas = fc.record({
      tokens: fc.integer({ min: 3, max: 50 }),
      windowMs: fc.integer({ min: 100, max: 60_000 }),
    })
    fc.assert(
      fc.property(quotas, fc.array(step, { maxLength: 60 }), (q, steps) => {
        const oracle = bucketOracle(q)
        let tat = 0
        let now = 0
        for (const { wait, cost } of steps) {
          now += wait
          const taken = take(tat, q, { cost, now })
          tat = taken.tat
          expect(taken.verdict.outcome === 'allowed').toBe(oracle(now, cost))
        }
      }),
    )
  })

  it('keeps its promise: a caller who waits retryAfter is allowed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 20_000 }), (cost, ahead) => {
        const { verdict } = take(ahead, quota, { cost, now: 0 })
        if (verdict.outcome === 'allowed') return
        expect(take(ahead, quota, { cost, now: verdict.retryAfterMs }).verdict.outcome).toBe('allowed')
      }),
    )
  })
})

describe('charge', () => {
  it('adds what was admitted elsewhere, and bounds the debt to one more window', () => {
    expect(charge(0, quota, { cost: 2, now: 100 })).toBe(2_100)
    expect(charge(0, quota, { cost: 1_000, now: 100 })).toBe(10_100)
  })
})
