import { describe, expect, it } from 'vitest'
import { createBulkhead } from '../../../worker/origin-client/bulkhead.ts'

const patient = { maxHeldMs: 1_000, now: () => 0 }

describe('the bulkhead', () => {
  it('gives a place that becomes free to whoever waited longest', async () => {
    const bulkhead = createBulkhead({ places: 1, queue: 2, ...patient })
    const leave = await bulkhead.enter('visitor', 1_000)
    const order: string[] = []
    const second = bulkhead.enter('visitor', 1_000).then((place) => {
      order.push('second')
      place?.()
    })
    const third = bulkhead.enter('visitor', 1_000).then(() => order.push('third'))
    leave?.()
    await Promise.all([second, third])
    expect(order).toEqual(['second', 'third'])
  })

  it('refuses whoever would wait too long, or behind too many', async () => {
    const bulkhead = createBulkhead({ places: 1, queue: 1, ...patient })
    await bulkhead.enter('visitor', 1_000)
    const waiting = bulkhead.enter('visitor', 5)
    expect(await bulkhead.enter('visitor', 5)).toBeUndefined()
    expect(await waiting).toBeUndefined()
  })

  it('leaves three quarters to visitors, and lets no refresh wait', async () => {
    const bulkhead = createBulkhead({ places: 8, queue: 8, ...patient })
    const refreshes = await Promise.all(Array.from({ length: 4 }, () => bulkhead.enter('background', 1_000)))
    expect(refreshes.filter((place) => place !== undefined)).toHaveLength(2)
    const visitors = await Promise.all(Array.from({ length: 6 }, () => bulkhead.enter('visitor', 5)))
    expect(visitors.every((place) => place !== undefined)).toBe(true)
  })

  it('takes back a place whose holder has been gone for longer than any call takes', async () => {
    const clock = { at: 0 }
    const bulkhead = createBulkhead({ places: 1, queue: 0, maxHeldMs: 1_000, now: () => clock.at })
    const lost = await bulkhead.enter('visitor', 5)
    clock.at = 1_000
    expect(await bulkhead.enter('visitor', 5)).toBeUndefined()
    clock.at = 1_001
    const place = await bulkhead.enter('visitor', 5)
    expect(place).toBeDefined()
    // The lost one gives nothing back that is not its own.
    lost?.()
    expect(await bulkhead.enter('visitor', 5)).toBeUndefined()
  })
})
