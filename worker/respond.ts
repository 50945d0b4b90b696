/** The one way out: every answer gets its id, timing, limits and an explicit Cache-Control here. */
import type { Problem } from '#core/contract/problem'
import type { AppContext } from './request.ts'

/** The default: what depends on a visitor, or might, is stored by nobody. A route must say otherwise. */
const PRIVATE = 'private, no-store'

/** Names in lower case; `vary` adds to what the request's state says. */
type Headers = Record<string, string>

/** RFC 9211: this answer was made without asking a cache. */
const UNCACHED = 'nearfield; fwd=bypass'

type Answer = { status?: number; cacheControl?: string; cacheStatus?: string; headers?: Headers }

export function respond(c: AppContext, body: unknown, answer: Answer = {}): Response {
  return respondJson(c, JSON.stringify(body), answer)
}

/** A body that is JSON already. */
export function respondJson(c: AppContext, json: string, answer: Answer = {}): Response {
  return send(c, json, 'application/json; charset=utf-8', answer)
}

/** RFC 9457. Errors are never stored. */
export function refuse(c: AppContext, problem: Problem, headers: Headers = {}): Response {
  const body = JSON.stringify({ ...problem, instance: `urn:request:${c.get('state').id}` })
  return send(c, body, 'application/problem+json; charset=utf-8', { status: problem.status, headers })
}

export function respondText(c: AppContext, body: string, answer: Answer = {}): Response {
  return send(c, body, 'text/plain; version=0.0.4; charset=utf-8', answer)
}

function send(c: AppContext, body: string, type: string, answer: Answer): Response {
  const state = c.get('state')
  // A record is converted far faster than a Headers object or a list of pairs.
  const headers: Headers = {
    'content-type': type,
    'cache-control': answer.cacheControl ?? PRIVATE,
    'cache-status': answer.cacheStatus ?? UNCACHED,
    'x-request-id': state.id,
    'x-content-type-options': 'nosniff',
    'server-timing': `${state.timings}total;dur=${state.now() - state.startedAt}`,
  }
  Object.assign(headers, state.headers, answer.headers)
  const { vary } = state.headers
  if (vary !== undefined && answer.headers?.vary !== undefined) headers.vary = `${vary}, ${answer.headers.vary}`
  return new Response(body, { status: answer.status ?? 200, headers })
}

/** A response of somebody else's, with what every answer of ours says. */
export function passOn(c: AppContext, response: Response): Response {
  const state = c.get('state')
  const passed = new Response(response.body, response)
  passed.headers.set('cache-status', UNCACHED)
  passed.headers.set('x-request-id', state.id)
  passed.headers.set('server-timing', `${state.timings}total;dur=${state.now() - state.startedAt}`)
  return passed
}
