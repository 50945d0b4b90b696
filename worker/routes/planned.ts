/** Routes that are promised and not there yet: an honest 501. */
import { problem } from '#core/contract/problem'
import { refuse } from '../respond.ts'
import type { AppContext } from '../request.ts'

export function planned(c: AppContext): Response {
  return refuse(c, problem('not-implemented', `${c.req.method} ${c.req.path} is planned and does nothing yet`))
}
