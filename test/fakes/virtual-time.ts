import { vi } from 'vitest'

type Timer = { at: number; callback: () => void }

/**
 * Time that passes only when the test says so: a clock, and the timers of the code under test in their order. After
 * each timer `breathe` lets what it set off go on.
 */
export function virtualTime(start: number, breathe: () => Promise<void>) {
  const clock = { at: start }
  const timers = new Set<Timer>()
  vi.stubGlobal('setTimeout', (callback: () => void, ms = 0): Timer => {
    const timer = { at: clock.at + ms, callback }
    timers.add(timer)
    return timer
  })
  vi.stubGlobal('clearTimeout', (timer: Timer | undefined) => timer !== undefined && timers.delete(timer))
  const next = (until: number): Timer | undefined => {
    const [first] = [...timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)
    return first
  }
  return {
    clock,
    async pass(ms: number): Promise<void> {
      const until = clock.at + ms
      for (let timer = next(until); timer !== undefined; timer = next(until)) {
        timers.delete(timer)
        clock.at = Math.max(clock.at, timer.at)
        timer.callback()
        await breathe()
      }
      clock.at = until
    },
  }
}
