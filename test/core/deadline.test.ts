import { describe, expect, it } from 'vitest'
import { within, type Timer } from '#core/deadline'

/** A timer that runs out when the test says so. */
function manual() {
  const waiting = new Set<() => void>()
  const timer: Timer = {
    set: (callback) => (waiting.add(callback), callback),
    clear: (handle) => void waiting.delete(handle as () => void),
  }
  const runOut = (): void => {
    for (const callback of waiting) callback()
  }
  return { timer, runOut, waiting }
}

describe('within', () => {
  it('gives the value that came in time, and takes its timer away', async () => {
    const { timer, waiting } = manual()
    expect(await within(() => Promise.resolve(7), 5, timer)).toEqual({ outcome: 'in-time', value: 7 })
    expect(waiting.size).toBe(0)
  })

  it('is late when the timer runs out first, and a rejection after that is nobody’s', async () => {
    const { timer, runOut } = manual()
    let fail: (cause: unknown) => void = () => undefined
    const work = new Promise((_resolve, reject) => {
      fail = reject
    })
    const answer = within(() => work, 5, timer)
    runOut()
    expect(await answer).toEqual({ outcome: 'late' })
    fail(new Error('too late to matter'))
    await Promise.resolve()
  })

  it.each([
    ['rejects', () => Promise.reject(new Error('broken'))],
    [
      'throws before there is a promise',
      () => {
        throw new Error('broken')
      },
    ],
  ])('never rejects itself when the work %s', async (_how, work) => {
    const { timer, waiting } = manual()
    expect(await within(work, 5, timer)).toEqual({ outcome: 'failed', cause: new Error('broken') })
    expect(waiting.size).toBe(0)
  })
})
