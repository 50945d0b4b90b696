import { within } from '#core/deadline'
import { timer } from '../timer.ts'
import type { Purpose } from './origin-call.ts'

/**
 * How many calls may be under way at once, and how many may wait their turn. Refreshes behind an answer get a quarter of
 * the places and never wait: a visitor can. A place that is held longer than any call takes belongs to a request that the
 * platform has cancelled, and is given to the next.
 */
export type Bulkhead = {
  /** Waits at most `waitMs`; the returned function gives the place back, `undefined` means there was none. */
  enter(purpose: Purpose, waitMs: number): Promise<(() => void) | undefined>
}

const BACKGROUND_SHARE = 0.25

type Place = { purpose: Purpose; since: number }

/** @param options.maxHeldMs longer than any call takes */
export function createBulkhead(options: {
  places: number
  queue: number
  maxHeldMs: number
  now: () => number
}): Bulkhead {
  const waiting = new Set<() => void>()
  const taken = new Set<Place>()
  const { places, now } = options

  const admit = (purpose: Purpose): (() => void) => {
    const place = { purpose, since: now() }
    taken.add(place)
    return () => {
      taken.delete(place)
      const [next] = waiting
      if (next === undefined) return
      waiting.delete(next)
      next()
    }
  }
  const isFree = (): boolean => {
    if (taken.size < places) return true
    for (const place of taken) if (now() - place.since > options.maxHeldMs) taken.delete(place)
    return taken.size < places
  }
  const refreshes = (): number => [...taken].filter(({ purpose }) => purpose === 'background').length

  /** Whoever leaves calls `give`, in a request of its own: it hands over the place and touches nothing of the waiter's. */
  const awaitTurn = async (waitMs: number): Promise<(() => void) | undefined> => {
    let given: (() => void) | undefined
    let give: () => void = () => undefined
    const turn = new Promise<() => void>((resolve) => {
      give = () => resolve((given = admit('visitor')))
    })
    waiting.add(give)
    const waited = await within(() => turn, waitMs, timer)
    if (waited.outcome === 'in-time') return waited.value
    waiting.delete(give)
    // It came at the last moment, and this one has gone: on to the next.
    given?.()
    return undefined
  }

  return {
    async enter(purpose, waitMs) {
      if (purpose === 'background') {
        return isFree() && refreshes() < Math.ceil(places * BACKGROUND_SHARE) ? admit(purpose) : undefined
      }
      if (isFree()) return admit(purpose)
      return waiting.size < options.queue ? awaitTurn(waitMs) : undefined
    },
  }
}
