/** The first step of every request: its id, its clock, the wiring, and who may read the answer from a browser. */
import type { MiddlewareHandler } from 'hono'
import { problem } from '#core/contract/problem'
import { depsFor } from '../deps.ts'
import type { AppEnv } from '../request.ts'
import { refuse } from '../respond.ts'

const REQUEST_ID = /^[A-Za-z0-9_-]{8,64}$/

export const entry: MiddlewareHandler<AppEnv> = async function entry(c, next) {
  const given = c.req.header('x-request-id') ?? ''
  const id = REQUEST_ID.test(given) ? given : crypto.randomUUID()
  const now = (): number => Date.now()
  c.set('state', { id, now, startedAt: now(), timings: [], headers: [] })
  const wired = depsFor(c.env)
  if (wired.outcome === 'misconfigured') {
    return refuse(c, problem('unavailable', `this Worker is not configured: ${wired.detail}`), [['retry-after', '60']])
  }
  c.set('deps', wired.deps)
  if (c.req.method === 'GET' && Number(c.req.header('content-length') ?? 0) > 0) {
    // A cache keys on the URL: a body that changed the answer would poison it.
    return refuse(c, problem('bad-request', 'a GET has no body here; put everything into the query string'))
  }
  return next()
}
