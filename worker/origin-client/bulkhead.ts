/**
 * How many calls may be under way at once, and how many may wait their turn. Refreshes behind an answer get a quarter of
 * the places and never wait: a visitor can.
 */
export type Bulkhead = {
  /** Waits at most `waitMs`; the returned function gives the place back, `undefined` means there was none. */
  enter(purpose: 'visitor' | 'background', waitMs: number): Promise<(() => void) | undefined>
}

const BACKGROUND_SHARE = 0.25

export function createBulkhead(options: { places: number; queue: number }): Bulkhead {
  const waiting = new Set<() => void>()
  let taken = 0
  let takenByBackground = 0

  const admit = (purpose: 'visitor' | 'background'): (() => void) => {
    taken += 1
    if (purpose === 'background') takenByBackground += 1
    return () => {
      taken -= 1
      if (purpose === 'background') takenByBackground -= 1
      const [next] = waiting
      next?.()
    }
  }

  return {
    async enter(purpose, waitMs) {
      if (purpose === 'background') {
        const free = taken < options.places && takenByBackground < Math.ceil(options.places * BACKGROUND_SHARE)
        return free ? admit(purpose) : undefined
      }
      if (taken < options.places) return admit(purpose)
      if (waiting.size >= options.queue) return undefined
      return new Promise((resolve) => {
        const settle = (place: (() => void) | undefined): void => {
          waiting.delete(turn)
          clearTimeout(timer)
          resolve(place)
        }
        const turn = (): void => settle(admit(purpose))
        const timer = setTimeout(() => settle(undefined), waitMs)
        waiting.add(turn)
      })
    },
  }
}
