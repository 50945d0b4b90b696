/** Spends one token of the route's policy before anything of the request is parsed. */
import { problem } from '#core/contract/problem'
import type { PolicyName } from '../config.ts'
import { clientKey } from '../limit/client-key.ts'
import type { Limited } from '../limit/limiter.ts'
import { rateLimitHeaders } from '../limit/rate-limit-headers.ts'
import { waitUntilOf, type AppContext, type Handle } from '../request.ts'
import { refuse } from '../respond.ts'

export function limit(policy: PolicyName, next: Handle): Handle {
  return (c) => {
    const checked = c.get('deps').limiter.check(policy, clientKey(c.req.raw.headers), waitUntilOf(c))
    return checked instanceof Promise ? checked.then((result) => passed(c, result, next)) : passed(c, checked, next)
  }
}

function passed(c: AppContext, result: Limited, next: Handle): Response | Promise<Response> {
  if (result.outcome === 'unavailable') {
    // Closed policies only: what cannot be limited is not allowed.
    const detail = 'the rate limit cannot be checked, so this is refused; try again shortly'
    return refuse(c, problem('unavailable', detail), { 'retry-after': '2' })
  }
  Object.assign(c.get('state').headers, rateLimitHeaders(result))
  if (result.verdict.outcome === 'allowed') return next(c)
  const { policy, quota, verdict } = result
  const wait = Math.ceil(verdict.retryAfterMs / 1_000)
  const detail = `at most ${quota.tokens} ${policy} requests in ${quota.windowMs / 1_000} s; try again in ${wait} s`
  const extensions = { 'violated-policies': [policy] }
  return refuse(c, problem('quota-exceeded', detail, extensions), { 'retry-after': String(wait) })
}
