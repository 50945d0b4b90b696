import { negativeLifetime } from './negative-lifetime.ts'
import { storability } from './response-lifetime.ts'
import type { Lifetime } from './freshness.ts'
import type { Fields } from './fields.ts'

/**
 * How long one of the API's own shared parts may be kept; `undefined`: not at all. The rules are those of any
 * response, and then narrower: only 200 and, briefly, 404; and stale on error only as far as the origin said.
 */
export function sharedPartLifetime(reply: {
  status: number
  fields: Fields
  requestedAt: number
  receivedAt: number
}): Lifetime | undefined {
  if (reply.status === 404) return negativeLifetime(reply)
  if (reply.status !== 200) return undefined
  const stored = storability({ ...reply, authorized: false })
  if (stored.outcome === 'refuse' || stored.lifetime.freshSeconds === 0) return undefined
  return { ...stored.lifetime, disconnectedSeconds: stored.lifetime.errorSeconds }
}
