/**
 * One load per key in this isolate. The platform's rules shape it: a promise whose creating request ends may never
 * settle for the others, so the leader's load runs under its `waitUntil`, only plain data is shared (never a Response or
 * a stream), every waiter brings its own timer, and a flight older than `maxAgeMs` counts as dead and is replaced.
 */
import { within } from '#core/deadline'
import { timer } from '../timer.ts'

export type Flight<T> = { outcome: 'landed'; value: T; role: 'leader' | 'joined' } | { outcome: 'late' }

export type SingleFlight<T> = {
  /** Joins the flight of `key`, or starts `load` as its leader, and waits at most `deadlineMs`. */
  join(key: string, load: () => Promise<T>, context: Context & { deadlineMs: number }): Promise<Flight<T>>
  /** A flight beside all others, which nobody joins. */
  alone(load: () => Promise<T>, context: Context & { deadlineMs: number }): Promise<Flight<T>>
  /** Starts a flight that nobody waits for. The caller has seen that none `isFlying`. */
  start(key: string, load: () => Promise<T>, context: Context): void
  isFlying(key: string): boolean
  /** For how long a flight of `key` has been under way; 0 when there is none. */
  ageMs(key: string): number
}

type Context = { waitUntil(promise: Promise<unknown>): void }

/** @param options.maxAgeMs longer than any load takes, its own deadline included */
export function createSingleFlight<T>(options: { now: () => number; maxAgeMs: number }): SingleFlight<T> {
  const flights = new Map<string, { startedAt: number; landing: Promise<T> }>()

  const current = (key: string): Promise<T> | undefined => {
    const flight = flights.get(key)
    if (flight === undefined || options.now() - flight.startedAt > options.maxAgeMs) return undefined
    return flight.landing
  }

  const launch = (key: string, load: () => Promise<T>, context: Context): Promise<T> => {
    const flight = { startedAt: options.now(), landing: load() }
    flights.set(key, flight)
    const land = (): void => {
      // A replaced flight (older than maxAgeMs) must not remove its successor.
      if (flights.get(key) === flight) flights.delete(key)
    }
    // A rejection reaches those who wait; here it only ends the flight.
    context.waitUntil(flight.landing.then(land, land))
    return flight.landing
  }

  return {
    start: (key, load, context) => void launch(key, load, context),
    isFlying: (key) => current(key) !== undefined,
    ageMs: (key) => (current(key) === undefined ? 0 : options.now() - (flights.get(key)?.startedAt ?? 0)),
    async join(key, load, context) {
      const joined = current(key)
      const landing = joined ?? launch(key, load, context)
      return landed(landing, joined === undefined ? 'leader' : 'joined', context.deadlineMs)
    },
    alone(load, context) {
      const landing = load()
      context.waitUntil(landing.catch(() => undefined))
      return landed(landing, 'leader', context.deadlineMs)
    },
  }
}

async function landed<T>(landing: Promise<T>, role: 'leader' | 'joined', deadlineMs: number): Promise<Flight<T>> {
  const result = await within(() => landing, deadlineMs, timer)
  if (result.outcome === 'late') return result
  if (result.outcome === 'failed') throw result.cause
  return { outcome: 'landed', value: result.value, role }
}
