import { storability } from './response-lifetime.ts'
import { UNKEPT, type Lifetime } from './freshness.ts'
import type { Fields } from './fields.ts'

/** A 404 keeps a vanished thing from costing a call each time, and is short so that the thing can appear. */
const NEGATIVE_SECONDS = 10
const NEGATIVE_MAX_SECONDS = 60

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
  if (reply.status === 404) return negative(reply)
  if (reply.status !== 200) return undefined
  const stored = storability({ ...reply, authorized: false })
  if (stored.outcome === 'refuse' || stored.lifetime.freshSeconds === 0) return undefined
  return { ...stored.lifetime, disconnectedSeconds: stored.lifetime.errorSeconds }
}

function negative(reply: Parameters<typeof sharedPartLifetime>[0]): Lifetime | undefined {
  const stored = storability({ ...reply, authorized: false })
  if (stored.outcome === 'refuse' && reply.fields.get('cache-control')) return undefined
  const said = stored.outcome === 'store' ? stored.lifetime.freshSeconds : NEGATIVE_SECONDS
  return { ...UNKEPT, freshSeconds: Math.min(said, NEGATIVE_MAX_SECONDS) }
}
