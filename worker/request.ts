/** What one request carries from the entry to its answer. */
import type { Context } from 'hono'
import type { Deps } from './deps.ts'
import type { Env } from './env.ts'
import { logFault } from './log-fault.ts'

type RequestState = {
  id: string
  now: () => number
  /** Epoch milliseconds. */
  startedAt: number
  /** Server-Timing members in the order of their happening, each with the comma and space behind it. */
  timings: string
  /** Headers that the answer carries whatever its body is; names in lower case. */
  headers: Record<string, string>
}

export type AppEnv = { Bindings: Env; Variables: { deps: Deps; state: RequestState } }
export type AppContext = Context<AppEnv>

/**
 * What answers a request: a route, or a step in front of one. A step is a function around the next and no middleware
 * with a promise of its own, and whatever is known at once is answered at once.
 */
export type Handle = (c: AppContext) => Response | Promise<Response>

/** Background work of this request: the platform keeps it running after the answer, and it may not reject unseen. */
export function waitUntilOf(c: AppContext): (work: Promise<unknown>) => void {
  return (work) =>
    c.executionCtx.waitUntil(
      work.catch((cause: unknown) => logFault(c, { event: 'background-work-failed', cause: String(cause) })),
    )
}

/** Notes how long `work` takes. The platform's clock moves only across I/O: this measures waiting, not CPU. */
export function timed<T>(c: AppContext, name: string, work: Promise<T>): Promise<T>
export function timed<T>(c: AppContext, name: string, work: T | Promise<T>): T | Promise<T>
export function timed<T>(c: AppContext, name: string, work: T | Promise<T>): T | Promise<T> {
  const state = c.get('state')
  const startedAt = state.now()
  const noted = (value: T): T => {
    state.timings += `${name};dur=${state.now() - startedAt}, `
    return value
  }
  return work instanceof Promise ? work.then(noted) : noted(work)
}
