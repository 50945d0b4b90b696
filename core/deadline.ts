/** A deadline on any promise, with the timer as a parameter. */

export type Timer = { set(callback: () => void, ms: number): unknown; clear(handle: unknown): void }

export type Timed<T> = { outcome: 'in-time'; value: T } | { outcome: 'late' } | { outcome: 'failed'; cause: unknown }

/**
 * Waits for `work` at most `ms`. Never rejects: what a late or failed call means is the caller's written choice.
 * Late work goes on; a rejection that comes after the deadline is taken as seen.
 *
 * `work` may give a promise of another request, as whoever joins a load does. What follows must run in the caller's own
 * request again, or what it makes (a timer, a response) belongs to the other and dies with it. In workerd it does after an
 * await of a promise made here that a handler made here resolves; it does not when an async function returns the other's
 * promise as it is. And a timer is cleared where it was set: elsewhere its number is another's.
 */
export async function within<T>(work: () => Promise<T>, ms: number, timer: Timer): Promise<Timed<T>> {
  let handle: unknown
  const late = new Promise<Timed<T>>((resolve) => {
    handle = timer.set(() => resolve({ outcome: 'late' }), ms)
  })
  try {
    return await Promise.race([settled(work), late])
  } finally {
    timer.clear(handle)
  }
}

function settled<T>(work: () => Promise<T>): Promise<Timed<T>> {
  const failed = (cause: unknown): Timed<T> => ({ outcome: 'failed', cause })
  try {
    return work().then((value): Timed<T> => ({ outcome: 'in-time', value }), failed)
  } catch (cause) {
    return Promise.resolve(failed(cause))
  }
}
