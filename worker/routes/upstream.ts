/** What is no path of the API may be one of an upstream origin: answered through the same cache. */
import { problem } from '#core/contract/problem'
import { refuse } from '../respond.ts'
import { waitUntilOf, type AppContext } from '../request.ts'

/** The longest that a visitor waits for an upstream; the load goes on behind it. */
const DEADLINE_MS = 10_000

export async function upstream(c: AppContext): Promise<Response> {
  const cache = c.get('deps').upstreams.match(c.req.path)
  if (cache !== undefined) return cache.handle(c.req.raw, { waitUntil: waitUntilOf(c), deadlineMs: DEADLINE_MS })
  return refuse(c, problem('not-found', `no route at this path; the API starts at /v1, its table is in the README`))
}
