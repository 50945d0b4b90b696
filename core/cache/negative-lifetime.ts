import { UNKEPT, type Lifetime } from './freshness.ts'
import { storability, type ResponseFacts } from './response-lifetime.ts'

/** A 404 keeps a vanished thing from costing a call each time, and is short so that the thing can appear. */
const NEGATIVE_SECONDS = 10
const NEGATIVE_MAX_SECONDS = 60

/**
 * How long a 404 may be kept: as long as it says, up to a minute; ten seconds when it says nothing (RFC 9110 section 15.1
 * lets a cache choose). `undefined`: it says no.
 */
export function negativeLifetime(reply: Omit<ResponseFacts, 'authorized'>): Lifetime | undefined {
  const stored = storability({ ...reply, authorized: false })
  if (stored.outcome === 'refuse' && reply.fields.get('cache-control')) return undefined
  const said = stored.outcome === 'store' ? stored.lifetime.freshSeconds : NEGATIVE_SECONDS
  return { ...UNKEPT, freshSeconds: Math.min(said, NEGATIVE_MAX_SECONDS) }
}
