/** The first step of every request: its id, its clock, the wiring, and what no route accepts. */
import { problem } from '#core/contract/problem'
import { depsFor } from '../deps.ts'
import type { Handle } from '../request.ts'
import { refuse } from '../respond.ts'

const REQUEST_ID = /^[A-Za-z0-9_-]{8,64}$/

export function entry(next: Handle): Handle {
  return (c) => {
    const given = c.req.raw.headers.get('x-request-id')
    const id = given !== null && REQUEST_ID.test(given) ? given : crypto.randomUUID()
    const startedAt = Date.now()
    c.set('state', { id, now: Date.now, startedAt, timings: '', headers: {} })
    const wired = depsFor(c.env)
    if (wired.outcome === 'misconfigured') {
      const detail = `this Worker is not configured: ${wired.detail}`
      return refuse(c, problem('unavailable', detail), { 'retry-after': '60' })
    }
    c.set('deps', wired.deps)
    if (c.req.method === 'GET' && Number(c.req.raw.headers.get('content-length') ?? 0) > 0) {
      // A cache keys on the URL: a body that changed the answer would poison it.
      return refuse(c, problem('bad-request', 'a GET has no body here; put everything into the query string'))
    }
    return next(c)
  }
}
