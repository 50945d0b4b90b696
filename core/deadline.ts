/** A deadline on any promise, with the timer as a parameter. */

export type Timer = { set(callback: () => void, ms: number): unknown; clear(handle: unknown): void }

export type Timed<T> = { outcome: 'in-time'; value: T } | { outcome: 'late' } | { outcome: 'failed'; cause: unknown }

/**
 * Waits for `work` at most `ms`. Never rejects: what a late or failed call means is the caller's written choice.
 * Late work goes on; a rejection that comes after the deadline is taken as seen.
 */
export function within<T>(work: () => Promise<T>, ms: number, timer: Timer): Promise<Timed<T>> {
  return new Promise((resolve) => {
    const handle = timer.set(() => resolve({ outcome: 'late' }), ms)
    // In an async function even a call that throws at once is a rejection.
    const started = async (): Promise<T> => work()
    started().then(
      (value) => {
        timer.clear(handle)
        resolve({ outcome: 'in-time', value })
      },
      (cause: unknown) => {
        timer.clear(handle)
        resolve({ outcome: 'failed', cause })
      },
    )
  })
}
