/** What one request carries from the entry to its answer. */
import type { Context } from 'hono'
import type { Deps } from './deps.ts'
import type { Env } from './env.ts'

type RequestState = {
  id: string
  now: () => number
  /** Epoch milliseconds. */
  startedAt: number
  /** Server-Timing members, in the order of their happening. */
  timings: string[]
  /** Headers that the answer carries whatever its body is. */
  headers: [string, string][]
}

export type AppEnv = { Bindings: Env; Variables: { deps: Deps; state: RequestState } }
export type AppContext = Context<AppEnv>

/** Background work of this request: the platform keeps it running after the answer, and it may not reject unseen. */
export function waitUntilOf(c: AppContext): (work: Promise<unknown>) => void {
  return (work) =>
    c.executionCtx.waitUntil(work.catch((cause: unknown) => console.error('background work failed', cause)))
}

/** Runs `work` and notes how long it took. The platform's clock moves only across I/O: this measures waiting, not CPU. */
export async function timed<T>(c: AppContext, name: string, work: Promise<T>): Promise<T> {
  const { now, timings } = c.get('state')
  const startedAt = now()
  const value = await work
  timings.push(`${name};dur=${now() - startedAt}`)
  return value
}
