/**
 * What to do with a request, given what is stored and the time: a decision as data, with the rule behind it. It does no
 * I/O and allocates nothing, because every request goes through it.
 */
import { deltaSeconds, parseCacheControl } from './cache-control.ts'
import { ageOf, type StoredEntry } from './entry.ts'
import type { Fields } from './fields.ts'
import { freshnessOf } from './freshness.ts'

export type Decision =
  | { readonly action: 'serve'; readonly rule: string }
  | { readonly action: 'serve-and-revalidate'; readonly rule: string }
  | { readonly action: 'revalidate-first'; readonly rule: string; readonly fwd: 'stale' | 'request' }
  | { readonly action: 'forward'; readonly rule: string; readonly fwd: 'uri-miss' }
  /** 504: the request wants nothing but a stored response (RFC 9111 section 5.2.1.7). */
  | { readonly action: 'refuse'; readonly rule: string }

/** What the request itself demands of freshness (RFC 9111 section 5.2.1), in seconds. */
export type RequestLimits = {
  readonly maxAge: number | undefined
  readonly minFresh: number
  /** `Infinity`: any staleness will do. */
  readonly maxStale: number
  readonly noCache: boolean
  readonly onlyIfCached: boolean
  /** RFC 9111 section 5.2.1.5: what is asked for with this is not to be stored. */
  readonly noStore: boolean
}

const SERVE = { action: 'serve', rule: 'RFC 9111 4.2: fresh' } as const
const SERVE_STALE = { action: 'serve-and-revalidate', rule: 'RFC 5861 3: stale-while-revalidate' } as const
const SERVE_MAX_STALE = { action: 'serve', rule: 'RFC 9111 5.2.1.2: max-stale' } as const
const REVALIDATE = { action: 'revalidate-first', rule: 'RFC 9111 4.3: stale', fwd: 'stale' } as const
const REQUESTED = {
  action: 'revalidate-first',
  rule: 'RFC 9111 5.2.1: the request asks for it',
  fwd: 'request',
} as const
const MISS = { action: 'forward', rule: 'RFC 9111 4: nothing stored', fwd: 'uri-miss' } as const
const REFUSE = { action: 'refuse', rule: 'RFC 9111 5.2.1.7: only-if-cached' } as const

export function decide(entry: StoredEntry | undefined, limits: RequestLimits | undefined, now: number): Decision {
  const decision = entry === undefined ? MISS : decideStored(entry, limits, now)
  const needsOrigin = decision.action === 'forward' || decision.action === 'revalidate-first'
  return limits?.onlyIfCached === true && needsOrigin ? REFUSE : decision
}

function decideStored(entry: StoredEntry, limits: RequestLimits | undefined, now: number): Decision {
  if (limits !== undefined) {
    if (limits.noCache) return REQUESTED
    if (limits.maxAge !== undefined && ageOf(entry, now) > limits.maxAge) return REQUESTED
    if (now + limits.minFresh * 1_000 >= entry.deadlines.freshUntil && limits.minFresh > 0) return REQUESTED
  }
  switch (freshnessOf(entry.deadlines, now)) {
    case 'fresh':
      return SERVE
    case 'stale':
      return SERVE_STALE
    case 'error-only':
    case 'expired':
      return limits !== undefined && isWithinMaxStale(entry, limits, now) ? SERVE_MAX_STALE : REVALIDATE
    default:
      return REVALIDATE
  }
}

/** A response that may never be used stale has no disconnected window: see response-lifetime.ts. */
function isWithinMaxStale(entry: StoredEntry, limits: RequestLimits, now: number): boolean {
  const { freshUntil, disconnectedUntil } = entry.deadlines
  return disconnectedUntil > freshUntil && now - freshUntil < limits.maxStale * 1_000
}

/** `undefined`: the request makes no demands. */
export function requestLimits(request: Fields): RequestLimits | undefined {
  const field = request.get('cache-control')
  const pragma = request.get('pragma')
  if (!field && !pragma) return undefined
  const directives = parseCacheControl(field)
  return {
    maxAge: deltaSeconds(directives, 'max-age'),
    minFresh: deltaSeconds(directives, 'min-fresh') ?? 0,
    maxStale: directives.get('max-stale') === true ? Infinity : (deltaSeconds(directives, 'max-stale') ?? 0),
    // RFC 9111 section 5.4: Pragma counts only where Cache-Control is absent.
    noCache: directives.has('no-cache') || (!field && /(?:^|,)\s*no-cache\s*(?:,|$)/i.test(pragma ?? '')),
    onlyIfCached: directives.has('only-if-cached'),
    noStore: directives.has('no-store'),
  }
}
