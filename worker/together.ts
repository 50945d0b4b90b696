/**
 * Promise.all for work that is mostly done: a hit in memory is a value, and a promise for each of them, with the turns
 * of the microtask queue that it takes, is a good part of what a warm search costs.
 */
export function together<T extends readonly unknown[]>(work: readonly [...T]): Settled<T> | Promise<Settled<T>> {
  if (work.some((part) => part instanceof Promise)) return Promise.all(work)
  return work as Settled<T>
}

type Settled<T extends readonly unknown[]> = { -readonly [K in keyof T]: Awaited<T[K]> }
