/**
 * Whether a shared cache may keep a response, and for how long (RFC 9111 sections 3 and 4.2, RFC 5861, RFC 9213).
 * The answer is data and names the rule, so that a trace or an operator can see why.
 */
import { deltaSeconds, type Directives } from './cache-control.ts'
import { initialAgeSeconds } from './age.ts'
import { governingDirectives } from './directives.ts'
import type { Fields } from './fields.ts'
import type { Lifetime } from './freshness.ts'
import { parseHttpDate } from './http-date.ts'

export type Storability = { outcome: 'store'; lifetime: Lifetime; rule: string } | { outcome: 'refuse'; rule: string }

export type ResponseFacts = {
  readonly status: number
  readonly fields: Fields
  /** The request carried Authorization. */
  readonly authorized: boolean
  readonly requestedAt: number
  readonly receivedAt: number
}

/** Status codes defined as heuristically cacheable (RFC 9110 section 15.1), partial content aside. */
const HEURISTIC = new Set([200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501])
/** Status codes whose meaning for a cache is known here: must-understand (RFC 9111 section 5.2.2.3). */
const UNDERSTOOD = new Set([
  200, 203, 204, 300, 301, 302, 303, 307, 308, 400, 401, 403, 404, 405, 410, 414, 429, 500, 501, 502, 503, 504,
])
/** RFC 9111 section 4.2.2 suggests a tenth of the time since Last-Modified. */
const HEURISTIC_FRACTION = 0.1
const HEURISTIC_MAX_SECONDS = 86_400
/** RFC 9111 section 4.2.4 lets a disconnected cache serve stale; this bounds for how long. */
const DISCONNECTED_SECONDS = 3_600
const VALIDATOR_SECONDS = 3_600
/** Of each window; all together are bounded in freshness.ts. */
const MAX_SECONDS = 7 * 86_400

export function storability(response: ResponseFacts): Storability {
  const { directives, targeted } = governingDirectives(response.fields)
  const refusal = refusalOf(response, directives)
  if (refusal !== undefined) return { outcome: 'refuse', rule: refusal }
  const ageSeconds = initialAgeSeconds(response.fields, response)
  const fresh = freshSeconds(response, directives, targeted)
  const hasValidator = Boolean(response.fields.get('etag') ?? response.fields.get('last-modified'))
  if (fresh === undefined && !(hasValidator && HEURISTIC.has(response.status))) {
    return { outcome: 'refuse', rule: 'RFC 9111 3: no explicit freshness, heuristics or validator' }
  }
  const revalidateAlways = directives.has('no-cache') || ageSeconds === undefined
  const staleAllowed = !revalidateAlways && !forbidsStale(directives)
  const age = ageSeconds ?? 0
  return {
    outcome: 'store',
    rule: fresh?.rule ?? 'RFC 9111 4.3: kept for its validator',
    lifetime: {
      freshSeconds: revalidateAlways ? 0 : Math.min(fresh?.seconds ?? 0, MAX_SECONDS),
      revalidateSeconds: staleAllowed ? bounded(deltaSeconds(directives, 'stale-while-revalidate')) : 0,
      errorSeconds: staleAllowed ? bounded(deltaSeconds(directives, 'stale-if-error')) : 0,
      disconnectedSeconds: staleAllowed ? DISCONNECTED_SECONDS : 0,
      ageSeconds: age,
      validatorSeconds: hasValidator ? VALIDATOR_SECONDS : 0,
    },
  }
}

function refusalOf(response: ResponseFacts, directives: Directives): string | undefined {
  const understood = UNDERSTOOD.has(response.status)
  const mustUnderstand = directives.has('must-understand')
  if (mustUnderstand && !understood) return 'RFC 9111 5.2.2.3: must-understand, status not understood'
  if (directives.has('no-store') && !mustUnderstand) return 'RFC 9111 5.2.2.5: no-store'
  if (directives.has('private')) return 'RFC 9111 5.2.2.7: private'
  if (response.status === 206 || response.status === 304 || response.status < 200) {
    return 'RFC 9111 3: incomplete or interim response'
  }
  const shareable = ['public', 'must-revalidate', 's-maxage'].some((name) => directives.has(name))
  if (response.authorized && !shareable) return 'RFC 9111 3.5: Authorization'
  return undefined
}

/** Freshness in the order of RFC 9111 section 4.2.1. */
function freshSeconds(
  response: ResponseFacts,
  directives: Directives,
  targeted: boolean,
): { seconds: number; rule: string } | undefined {
  const shared = deltaSeconds(directives, 's-maxage')
  if (shared !== undefined) return { seconds: shared, rule: 'RFC 9111 5.2.2.10: s-maxage' }
  const maxAge = deltaSeconds(directives, 'max-age')
  if (maxAge !== undefined) {
    return { seconds: maxAge, rule: targeted ? 'RFC 9213 2.2: targeted max-age' : 'RFC 9111 5.2.2.1: max-age' }
  }
  const { fields, receivedAt } = response
  const date = parseHttpDate(fields.get('date'), receivedAt) ?? receivedAt
  const expires = targeted ? undefined : fields.get('expires')
  if (expires !== undefined && expires !== null) {
    const until = parseHttpDate(expires, receivedAt) ?? date
    return { seconds: Math.max(0, (until - date) / 1_000), rule: 'RFC 9111 5.3: Expires' }
  }
  const modified = parseHttpDate(fields.get('last-modified'), receivedAt)
  if (modified === undefined || !(HEURISTIC.has(response.status) || directives.has('public'))) return undefined
  const guessed = Math.max(0, ((date - modified) / 1_000) * HEURISTIC_FRACTION)
  return { seconds: Math.min(guessed, HEURISTIC_MAX_SECONDS), rule: 'RFC 9111 4.2.2: heuristic' }
}

/** RFC 9111 section 4.2.4: no stale response under these, whatever else is said. */
function forbidsStale(directives: Directives): boolean {
  return ['must-revalidate', 'proxy-revalidate', 's-maxage'].some((name) => directives.has(name))
}

const bounded = (seconds: number | undefined): number => Math.min(seconds ?? 0, MAX_SECONDS)
