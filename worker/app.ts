/** The route table. Reading it answers: what exists, under which limit, and who may call it. */
import { Hono } from 'hono'
import { problem } from '#core/contract/problem'
import type { PolicyName } from './config.ts'
import { logFault } from './log-fault.ts'
import { admin } from './middleware/admin.ts'
import { cors } from './middleware/cors.ts'
import { entry } from './middleware/entry.ts'
import { limit } from './middleware/limit.ts'
import type { AppEnv, Handle } from './request.ts'
import { refuse } from './respond.ts'
import { getRules, putRules } from './routes/admin-rules.ts'
import { events } from './routes/events.ts'
import { deleteMe, getMe, putConsent } from './routes/me.ts'
import { deleteQuery } from './routes/me-queries.ts'
import { healthz, metrics, readyz } from './routes/operations.ts'
import { publish } from './routes/publish.ts'
import { purge } from './routes/purge.ts'
import { recommend } from './routes/recommend.ts'
import { search } from './routes/search.ts'
import { status } from './routes/status.ts'
import { suggest } from './routes/suggest.ts'
import { upstream } from './routes/upstream.ts'

type Route = [method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, policy: PolicyName | 'unlimited', handle: Handle]

const routes: Route[] = [
  ['GET', '/v1/suggest', 'suggest', suggest],
  ['GET', '/v1/search', 'search', search],
  ['GET', '/v1/recommend/:slot', 'recommend', recommend],
  ['POST', '/v1/events', 'events', events],
  ['GET', '/v1/me', 'me', getMe],
  ['DELETE', '/v1/me', 'erase', deleteMe],
  ['PUT', '/v1/me/consent', 'me', putConsent],
  ['DELETE', '/v1/me/queries', 'me', deleteQuery],
  ['POST', '/v1/admin/purge', 'admin', purge],
  ['GET', '/v1/admin/rules', 'admin', getRules],
  ['PUT', '/v1/admin/rules', 'admin', putRules],
  ['POST', '/v1/admin/publish', 'admin', publish],
  ['GET', '/v1/admin/status', 'admin', status],
  ['GET', '/healthz', 'unlimited', healthz],
  ['GET', '/readyz', 'unlimited', readyz],
  ['GET', '/metrics', 'admin', metrics],
]

export const app = new Hono<AppEnv>()

const steps = (policy: Route[2], handle: Handle): Handle => {
  if (policy === 'unlimited') return entry(cors(handle))
  return entry(cors(limit(policy, policy === 'admin' ? admin(handle) : handle)))
}

// One handler a route: with a second one, every request would pay for a chain of promises.
for (const [method, path, policy, handle] of routes) app.on(method, path, steps(policy, handle))

app.notFound(
  steps('unlimited', (c) => {
    const methods = routes.filter(([, path]) => isPath(path, c.req.path)).map(([method]) => method)
    // What is no path of the API may be one of an upstream origin's.
    if (methods.length === 0) return upstream(c)
    const allow = (methods.includes('GET') ? [...methods, 'HEAD'] : methods).join(', ')
    const detail = `${c.req.method} is not one of the methods of this route: ${allow}`
    return refuse(c, problem('method-not-allowed', detail), { allow })
  }),
)

/** Whether a path of the table, whose last part may be a parameter, is the one that was asked for. */
function isPath(pattern: string, path: string): boolean {
  const parameter = pattern.indexOf(':')
  if (parameter === -1) return path === pattern
  return path.startsWith(pattern.slice(0, parameter)) && !path.includes('/', parameter) && path.length > parameter
}

app.onError((error, c) => {
  logFault(c, { event: 'unexpected', error: String(error), stack: error.stack })
  return refuse(c, problem('internal', 'this is our fault; the request id names it in our logs'))
})
