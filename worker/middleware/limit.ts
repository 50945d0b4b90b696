/** Spends one token of the route's policy before anything of the request is parsed. */
import type { MiddlewareHandler } from 'hono'
import { problem } from '#core/contract/problem'
import type { PolicyName } from '../config.ts'
import { clientKey } from '../limit/client-key.ts'
import { rateLimitHeaders } from '../limit/rate-limit-headers.ts'
import { waitUntilOf, type AppEnv } from '../request.ts'
import { refuse } from '../respond.ts'

export function limit(policy: PolicyName): MiddlewareHandler<AppEnv> {
  return async function limited(c, next) {
    const checked = c.get('deps').limiter.check(policy, clientKey(c.req.raw.headers), waitUntilOf(c))
    const result = checked instanceof Promise ? await checked : checked
    if (result.outcome === 'unavailable') {
      // Closed policies only: what cannot be limited is not allowed.
      return refuse(
        c,
        problem('unavailable', 'the rate limit cannot be checked, so this is refused; try again shortly'),
        [['retry-after', '2']],
      )
    }
    c.get('state').headers.push(...rateLimitHeaders(result))
    if (result.verdict.outcome === 'allowed') return next()
    const wait = Math.ceil(result.verdict.retryAfterMs / 1_000)
    const { quota } = result
    const detail = `at most ${quota.tokens} ${policy} requests in ${quota.windowMs / 1_000} s; try again in ${wait} s`
    const extensions = { 'violated-policies': [policy] }
    return refuse(c, problem('quota-exceeded', detail, extensions), [['retry-after', String(wait)]])
  }
}
