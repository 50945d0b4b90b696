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

/** Who joined and has not left. Each is of a request of its own. */
type Waiter<T> = { resolve: (value: T) => void; reject: (cause: unknown) => void }
type UnderWay<T> = { startedAt: number; landing: Promise<T>; waiters: Set<Waiter<T>> }

/** @param options.maxAgeMs longer than any load takes, its own deadline included */
export function createSingleFlight<T>(options: { now: () => number; maxAgeMs: number }): SingleFlight<T> {
  const flights = new Map<string, UnderWay<T>>()

  const current = (key: string): UnderWay<T> | undefined => {
    const flight = flights.get(key)
    return flight === undefined || options.now() - flight.startedAt > options.maxAgeMs ? undefined : flight
  }

  const launch = (key: string, load: () => Promise<T>, context: Context): Promise<T> => {
    const flight: UnderWay<T> = { startedAt: options.now(), landing: load(), waiters: new Set() }
    flights.set(key, flight)
    const land = (tell: (waiter: Waiter<T>) => void): void => {
      // A replaced flight (older than maxAgeMs) must not remove its successor.
      if (flights.get(key) === flight) flights.delete(key)
      for (const waiter of flight.waiters) tell(waiter)
    }
    // A rejection reaches those who wait; here it only ends the flight.
    context.waitUntil(
      flight.landing.then(
        (value) => land(({ resolve }) => resolve(value)),
        (cause: unknown) => land(({ reject }) => reject(cause)),
      ),
    )
    return flight.landing
  }

  return {
    start: (key, load, context) => void launch(key, load, context),
    isFlying: (key) => current(key) !== undefined,
    ageMs: (key) => (current(key) === undefined ? 0 : options.now() - (flights.get(key)?.startedAt ?? 0)),
    async join(key, load, context) {
      const joined = current(key)
      if (joined === undefined) return landed(launch(key, load, context), 'leader', context.deadlineMs)
      return wait(joined, context.deadlineMs)
    },
    alone(load, context) {
      const landing = load()
      context.waitUntil(landing.catch(() => undefined))
      return landed(landing, 'leader', context.deadlineMs)
    },
  }
}

/**
 * Waits with a promise of the joiner's own request. Nothing of it hangs on the leader's: the platform warns of every
 * promise that settles after its request has ended, and whoever was late has ended.
 */
function wait<T>({ waiters }: UnderWay<T>, deadlineMs: number): Promise<Flight<T>> {
  let leave = (): void => undefined
  const own = new Promise<T>((resolve, reject) => {
    const waiter = { resolve, reject }
    waiters.add(waiter)
    leave = () => void waiters.delete(waiter)
  })
  const flight = landed(own, 'joined', deadlineMs)
  return flight.finally(leave)
}

async function landed<T>(landing: Promise<T>, role: 'leader' | 'joined', deadlineMs: number): Promise<Flight<T>> {
  const result = await within(() => landing, deadlineMs, timer)
  if (result.outcome === 'late') return result
  if (result.outcome === 'failed') throw result.cause
  return { outcome: 'landed', value: result.value, role }
}
