/** What is no path of the API may be one of an upstream origin, answered through the same cache, or else a file of ours. */
import { waitUntilOf, type AppContext } from '../request.ts'
import { page } from './page.ts'

/** The longest that a visitor waits for an upstream; the load goes on behind it. */
const DEADLINE_MS = 10_000

export function upstream(c: AppContext): Response | Promise<Response> {
  const cache = c.get('deps').upstreams.match(c.req.path)
  if (cache === undefined) return page(c)
  return cache.handle(c.req.raw, { waitUntil: waitUntilOf(c), deadlineMs: DEADLINE_MS })
}
