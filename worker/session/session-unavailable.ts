import { problem } from '#core/contract/problem'
import { logFault } from '../log-fault.ts'
import { refuse } from '../respond.ts'
import type { AppContext } from '../request.ts'

/** Fails closed: nobody is told that they were forgotten when they were not. */
export function sessionUnavailable(c: AppContext, cause: string): Response {
  logFault(c, { event: 'session-unavailable', cause })
  const detail = 'your session could not be reached and nothing was changed; try again in a moment'
  return refuse(c, problem('unavailable', detail), { 'retry-after': '1' })
}
