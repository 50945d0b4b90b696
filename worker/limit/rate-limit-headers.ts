/** RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers): whole seconds, names as strings. */
import type { Limited } from './limiter.ts'

export function rateLimitHeaders(limited: Extract<Limited, { outcome: 'decided' }>): Record<string, string> {
  const { policy, quota, verdict } = limited
  const remaining = verdict.outcome === 'allowed' ? verdict.remaining : 0
  return {
    'ratelimit-policy': `"${policy}";q=${quota.tokens};w=${Math.ceil(quota.windowMs / 1_000)}`,
    ratelimit: `"${policy}";r=${remaining};t=${Math.ceil(verdict.resetMs / 1_000)}`,
  }
}
